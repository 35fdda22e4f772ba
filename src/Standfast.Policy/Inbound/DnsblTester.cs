using System.Net;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Reputation.Blocklists;

namespace Standfast.Policy.Inbound;

/// <summary>
/// One zone, trusted only after its test points answered as RFC 5782 §5 demands: 127.0.0.2 is listed, 127.0.0.1 is not. A list that was closed answers for nobody,
/// or, worse, for everybody. May be called concurrently.
/// </summary>
internal sealed class DnsblTester(DnsblZone zone, IDnsResolver dns, TimeProvider time, Action<string, string?>? alarm)
{
    /// <summary>A good zone is tested again after this; ours.</summary>
    private static readonly TimeSpan s_goodFor = TimeSpan.FromHours(1);

    /// <summary>A bad one after this; ours.</summary>
    private static readonly TimeSpan s_badFor = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private Task? _test;
    private long _testedAt;
    private bool _isTested;
    private string? _problem;
    private long _asked, _listed;

    public DnsblZoneState State
    {
        get
        {
            lock (_lock) return new DnsblZoneState(zone.Name.Value, _isTested, _problem, _asked, _listed);
        }
    }

    /// <returns>Null where it is not listed, or the zone cannot be trusted or does not answer.</returns>
    public async Task<DnsblListing?> AskAsync(IPAddress client, CancellationToken cancellationToken)
    {
        await EnsureTestedAsync(cancellationToken);
        lock (_lock)
        {
            if (_problem is not null || !_isTested) return null;
            _asked++;
        }

        var answers = await ResolveAsync(client, cancellationToken);
        if (answers.FirstOrDefault(answer => !ListAnswer.IsLoopback(answer) || ListAnswer.IsError(answer)) is { } wrong)
        {
            Judge($"it answers {wrong}, which is no listing");
            return null;
        }

        if (answers.FirstOrDefault(zone.Lists) is not { } listed) return null;
        lock (_lock) _listed++;
        return new DnsblListing(zone.Name.Value, listed);
    }

    private Task EnsureTestedAsync(CancellationToken cancellationToken)
    {
        Task test;
        lock (_lock)
        {
            if (_isTested && time.GetElapsedTime(_testedAt) < (_problem is null ? s_goodFor : s_badFor)) return Task.CompletedTask;
            // One test for all who wait; nobody's cancellation ends it for the others.
            if (_test is null or { IsCompleted: true }) _test = TestAsync();
            test = _test;
        }

        return test.WaitAsync(cancellationToken);
    }

    private async Task TestAsync()
    {
        Judge(await ZoneTest.ProblemAsync(dns, zone.Name, ["127.0.0.2"], ["127.0.0.1"], answer => ListAnswer.IsError(answer) ? "which is no listing" : null, CancellationToken.None));
    }

    private void Judge(string? problem)
    {
        bool changed;
        lock (_lock)
        {
            changed = problem is null ? _problem is not null : _problem is null;
            (_problem, _isTested, _testedAt) = (problem, true, time.GetTimestamp());
        }

        if (changed) alarm?.Invoke(zone.Name.Value, problem);
    }

    private async Task<IReadOnlyList<IPAddress>> ResolveAsync(IPAddress client, CancellationToken cancellationToken) =>
        DomainName.TryParse($"{ListQuestion.Reversed(client)}.{zone.Name}", out var name) && await dns.ResolveIp4Async(name, cancellationToken) is DnsAnswer<IPAddress>.Found found ? found.Records : [];
}
