using System.Collections.Concurrent;
using Standfast.Mail;
using Standfast.Policy.Checks;

namespace Standfast.Server.Composition;

/// <summary>
/// Writes what the guard found to the log. What it only notes is written once a minute for each sender, with how often it was noted
/// meanwhile: a sender of thousands of messages with one habit would else write thousands of lines. May be called concurrently.
/// </summary>
internal sealed class FindingLog(ILogger logger, TimeProvider time)
{
    /// <summary>Senders and findings that are told apart; beyond them all begin anew.</summary>
    private const int MaxKnown = 10_000;

    private static readonly TimeSpan s_quiet = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Id, AccountId Account, string? Credential), Habit> _habits = new();

    public void Write(SubmissionContext context, SpoolId? message, Finding finding)
    {
        var credential = context.Credential?.UserName;
        if (finding.Action == GuardAction.Note)
        {
            if (_habits.Count >= MaxKnown) _habits.Clear();
            var more = _habits.GetOrAdd((finding.Id, context.Account, credential), static _ => new Habit()).Count(time.GetTimestamp(), time);
            if (more < 0) return;
            if (more > 0) Log.GuardNotedAgain(logger, finding.Id, more, context.Account.Value, credential);
        }

        Log.GuardFinding(logger, finding.Id, finding.Action, context.Account.Value, credential, message?.ToString(), finding.Subject, finding.Rule);
    }

    private sealed class Habit
    {
        private readonly Lock _lock = new();
        private long? _written;
        private int _unwritten;

        /// <returns>How many were passed over since the last line; -1 where this one is to be passed over too.</returns>
        public int Count(long now, TimeProvider time)
        {
            lock (_lock)
            {
                if (_written is { } last && time.GetElapsedTime(last, now) < s_quiet)
                {
                    _unwritten++;
                    return -1;
                }

                (var more, _unwritten, _written) = (_unwritten, 0, now);
                return more;
            }
        }
    }
}
