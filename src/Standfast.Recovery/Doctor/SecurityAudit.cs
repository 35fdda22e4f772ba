using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Recovery.Doctor;

/// <summary>Runs the checks, several at once, each within its time and all within <see cref="Total"/>. May be called concurrently.</summary>
public sealed class SecurityAudit(IReadOnlyList<IDoctorCheck> checks, CheckCatalogue texts, TimeProvider time)
{
    /// <summary>Of one check, and of all; ours, so that a person still waits for it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(8), Total = TimeSpan.FromSeconds(15);

    /// <summary>At once; most of their time they wait for the DNS. Ours.</summary>
    private const int AtOnce = 16;

    /// <param name="areas">Empty for all.</param>
    /// <returns>By id; a check with several faults has a line for each.</returns>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(DoctorFacts facts, IReadOnlySet<CheckArea> areas, CancellationToken cancellationToken)
    {
        using var total = new CancellationTokenSource(Total, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(total.Token, cancellationToken);
        using var places = new SemaphoreSlim(AtOnce);
        // What one check asks of the DNS, others need not ask again.
        var shared = facts with { Dns = new RememberedAnswers(facts.Dns, stop.Token) };
        var running = checks.Where(check => areas.Count == 0 || areas.Contains(texts.Find(check.Id)!.Area)).Select(check => RunAsync(check, shared, places, stop.Token)).ToList();
        var results = await Task.WhenAll(running);
        cancellationToken.ThrowIfCancellationRequested();
        return [.. results.SelectMany(result => result).OrderBy(result => result.Id, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<CheckResult>> RunAsync(IDoctorCheck check, DoctorFacts facts, SemaphoreSlim places, CancellationToken stop)
    {
        CheckOutcome outcome;
        try
        {
            await places.WaitAsync(stop);
            try
            {
                using var limit = new CancellationTokenSource(Limit, time);
                using var own = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
                outcome = await check.LookAsync(facts, own.Token).AsTask().WaitAsync(own.Token);
            }
            finally
            {
                places.Release();
            }
        }
        catch (OperationCanceledException)
        {
            outcome = CheckOutcome.Skip($"it took longer than {Limit.TotalSeconds:0} s, or all of them longer than {Total.TotalSeconds:0} s");
        }
        catch (Exception exception)
        {
            // A mistake in one check, or a record that nobody thought of: the others are still worth hearing.
            outcome = CheckOutcome.Skip($"the check itself failed: {exception.GetType().Name}: {exception.Message}");
        }

        return Describe(texts.Find(check.Id)!, outcome);
    }

    private static IReadOnlyList<CheckResult> Describe(CheckText text, CheckOutcome outcome)
    {
        if (outcome.Faults.Count == 0)
            return [new CheckResult(text.Id, text.Area, outcome.Unseen is null ? CheckStatus.Ok : CheckStatus.Skipped, text.Title, "", outcome.Unseen ?? "", "", null)];
        return
        [
            .. outcome.Faults.Select(fault => new CheckResult(
                text.Id, text.Area, text.Severity, text.Title, fault.Subject, fault.Cause,
                text.Fix.Replace("{subject}", fault.Subject, StringComparison.Ordinal).Replace("{value}", fault.Value, StringComparison.Ordinal), fault.Repair)),
        ];
    }
}
