using System.Net;
using Standfast.Dns;
using Standfast.Mail;

namespace Standfast.Reputation.Blocklists;

/// <summary>Asks one list, which is trusted only while its test points answer as they must. May be called concurrently; never throws for what a name server says or fails to say.</summary>
public sealed class BlocklistClient
{
    /// <summary>Longest text of a list that is kept; ours.</summary>
    private const int MaxReason = 300;

    /// <summary>Answers to one question that are read and kept; ours. Lists give one for each of their parts, of which none has more than a handful.</summary>
    private const int MaxAnswers = 16;

    /// <summary>Domains above the one that is asked for that are asked for too; ours.</summary>
    private const int MaxAbove = 3;

    /// <summary>A good list is tested again after this; ours.</summary>
    private static readonly TimeSpan s_goodFor = TimeSpan.FromHours(6);

    /// <summary>A bad one after this; ours.</summary>
    private static readonly TimeSpan s_badFor = TimeSpan.FromMinutes(10);

    /// <summary>For one subject or one test, whatever the resolver does; ours.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly DomainName _zone;
    private readonly IDnsResolver _dns;
    private readonly TimeProvider _time;
    private Task? _test;
    private DateTimeOffset? _testedAt, _askedAt;
    private string? _problem;
    private long _asked;

    /// <param name="key">The customer key; null for none.</param>
    public BlocklistClient(Blocklist list, string? key, IDnsResolver dns, TimeProvider time)
    {
        (List, _dns, _time) = (list, dns, time);
        _zone = key is not null && list.KeyedZone is { } keyed && DomainName.TryParse(key + keyed[Blocklist.KeyMark.Length..], out var own) ? own : list.Zone;
    }

    public Blocklist List { get; }

    public ListState State
    {
        get
        {
            lock (_lock) return new ListState(List, _problem, _testedAt, _askedAt, _asked);
        }
    }

    public async Task<ListVerdict> AskAsync(ListingSubject subject, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await EnsureTestedAsync().WaitAsync(either.Token);
            lock (_lock)
            {
                if (_problem is not null) return new ListVerdict.CannotCheck(_problem);
                (_askedAt, _asked) = (_time.GetUtcNow(), _asked + 1);
            }

            return await AskAllAsync(subject, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Distrust("it does not answer in time");
        }
    }

    /// <summary>The name, then the domains above it: lists hold one or the other.</summary>
    private async Task<ListVerdict> AskAllAsync(ListingSubject subject, CancellationToken cancellationToken)
    {
        var name = subject.Domain?.Value;
        for (var above = 0; ; above++)
        {
            var verdict = await AskOneAsync(name ?? subject.Question, name ?? subject.ToString(), cancellationToken);
            if (name is null || verdict is not ListVerdict.Unlisted || above == MaxAbove) return verdict;
            name = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];
            if (!name.Contains('.', StringComparison.Ordinal)) return verdict;
        }
    }

    private async Task<ListVerdict> AskOneAsync(string question, string subject, CancellationToken cancellationToken)
    {
        if (!DomainName.TryParse($"{question}.{_zone}", out var name)) return new ListVerdict.CannotCheck("the name is too long to be asked for");
        switch (await _dns.ResolveIp4Async(name, cancellationToken))
        {
            case DnsAnswer<IPAddress>.Failed(var reason):
                return Distrust($"it does not answer: {WithoutKey(reason)}");
            case DnsAnswer<IPAddress>.Found(var answers):
                if (Array.Find([.. answers], answer => !ListAnswer.IsLoopback(answer)) is { } foreign) return Distrust($"it answers {foreign}, which no list does: it is parked, or somebody answers in its place");
                if (answers.Select(ErrorOf).FirstOrDefault(error => error is not null) is { } error) return Distrust($"it answers {answers[0]}: {error}");
                return await JudgeAsync(name, subject, [.. answers.Take(MaxAnswers)], cancellationToken);
            default:
                return new ListVerdict.Unlisted();
        }
    }

    private async Task<ListVerdict> JudgeAsync(DomainName name, string subject, IReadOnlyList<IPAddress> answers, CancellationToken cancellationToken)
    {
        var codes = answers.SelectMany(List.Meanings).Distinct().ToList();
        // A code that nobody has described yet is a listing all the same.
        var severity = codes.Count == 0 ? ListingSeverity.Medium : codes.Max(code => code.Severity);
        if (List.IsAllowList || severity < ListingSeverity.Info) return new ListVerdict.Unlisted();
        var texts = await _dns.ResolveTxtAsync(name, cancellationToken) is DnsAnswer<string>.Found(var found) ? found : [];
        return new ListVerdict.Listed(
            subject, [.. answers.Select(answer => answer.ToString()).Order(StringComparer.Ordinal)], severity,
            codes.Count == 0 ? "an answer that is not described" : string.Join("; ", codes.Where(code => code.Severity >= ListingSeverity.Info).Select(code => code.Meaning)), texts.Count == 0 ? "" : OneLine(texts[0]));
    }

    private Task EnsureTestedAsync()
    {
        lock (_lock)
        {
            if (_testedAt is { } at && _time.GetUtcNow() - at is var age && age >= TimeSpan.Zero && age < (_problem is null ? s_goodFor : s_badFor)) return Task.CompletedTask;
            // One test for all who wait; nobody's cancellation ends it for the others.
            if (_test is null or { IsCompleted: true }) _test = TestAsync();
            return _test;
        }
    }

    private async Task TestAsync()
    {
        using var patience = new CancellationTokenSource(s_patience, _time);
        string? problem;
        try
        {
            problem = await ZoneTest.ProblemAsync(_dns, _zone, List.Listed, List.Unlisted, ErrorOf, patience.Token);
        }
        catch (OperationCanceledException)
        {
            problem = "it does not answer in time";
        }

        Judge(problem is null ? null : WithoutKey(problem));
    }

    /// <summary>Not asked until its next test.</summary>
    private ListVerdict.CannotCheck Distrust(string problem)
    {
        Judge(problem);
        return new ListVerdict.CannotCheck(problem);
    }

    private void Judge(string? problem)
    {
        lock (_lock) (_problem, _testedAt) = (problem, _time.GetUtcNow());
    }

    /// <summary>Null for an answer that is no complaint about the question.</summary>
    private string? ErrorOf(IPAddress answer)
    {
        if (!ListAnswer.IsLoopback(answer)) return null;
        if (List.Meanings(answer) is [{ Severity: ListingSeverity.Error } code, ..]) return code.Meaning;
        return ListAnswer.IsError(answer) ? "the question is refused" : null;
    }

    /// <summary>A customer key stands in no log and no answer.</summary>
    private string WithoutKey(string text) => _zone == List.Zone ? text : text.Replace(_zone.Value, List.Zone.Value, StringComparison.OrdinalIgnoreCase);

    private static string OneLine(string text) => string.Concat(text.Take(MaxReason).Select(character => char.IsControl(character) ? ' ' : character));
}
