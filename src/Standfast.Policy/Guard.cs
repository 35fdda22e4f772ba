using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.Policy.Checks;

namespace Standfast.Policy;

/// <summary>The checks that submitted mail passes, in their order. May be called concurrently.</summary>
public sealed class Guard
{
    /// <summary>Lets everything pass.</summary>
    public static Guard None { get; } = new();

    /// <summary>Asked at MAIL, in order.</summary>
    public IReadOnlyList<ISenderCheck> Senders { get; init; } = [];

    /// <summary>Asked at RCPT, in order.</summary>
    public IReadOnlyList<IRecipientCheck> Recipients { get; init; } = [];

    /// <summary>Asked at the final dot, in order. What takes from a budget comes last: a refused message spends nothing.</summary>
    public IReadOnlyList<IMessageCheck> Messages { get; init; } = [];

    public IReadOnlyList<IFieldSource> Fields { get; init; } = [];

    /// <summary>Asked in order; the first that wants a message has it.</summary>
    public IReadOnlyList<IBodyRewriter> Bodies { get; init; } = [];

    /// <summary>Which of a stream's mail goes first, -9 to 9, where its sender has not said; null for no order.</summary>
    public Func<SubmittedMessage, int>? Priority { get; init; }

    /// <summary>True reports what it would do and lets everything pass but what is binding (<see cref="Finding.IsBinding"/>).</summary>
    public bool IsWatching { get; init; }

    /// <summary>Told of each finding, also of those that only note. Called by the thread of the session.</summary>
    public Action<SubmissionContext, SpoolId?, Finding>? Observer { get; init; }

    /// <summary>Told of a message that passed and is certainly not in the spool: what was taken for it is to be given back.</summary>
    public IReadOnlyList<Action<SpoolId>> Withdrawals { get; init; } = [];

    /// <summary>False when no check needs the content: then none of it is gathered.</summary>
    public bool ReadsContent => Messages.Count > 0 || Fields.Count > 0 || Bodies.Count > 0;

    public void Withdraw(SpoolId message)
    {
        foreach (var told in Withdrawals) told(message);
    }

    public Finding? CheckSender(SubmissionContext context)
    {
        foreach (var check in Senders)
            if (Decide(context, null, check.Check(context)) is { } finding)
                return finding;
        return null;
    }

    public Finding? CheckRecipient(SubmissionContext context, EmailAddress recipient)
    {
        foreach (var check in Recipients)
            if (Decide(context, null, check.Check(context, recipient)) is { } finding)
                return finding;
        return null;
    }

    /// <returns>The first finding that refuses or defers; else the first that holds; else null.</returns>
    public async ValueTask<Finding?> CheckMessageAsync(SubmittedMessage message, CancellationToken cancellationToken)
    {
        Finding? hold = null;
        foreach (var check in Messages)
        {
            if (Decide(message.Context, message.Id, await check.CheckAsync(message, cancellationToken)) is not { } finding) continue;
            if (finding.Action > GuardAction.Hold) return finding;
            hold ??= finding;
        }

        return hold;
    }

    public string FieldsFor(SubmittedMessage message)
    {
        if (Fields.Count == 0) return "";
        return string.Concat(Fields.Select(source => source.FieldsFor(message)));
    }

    /// <returns>Null where the body stays as it comes.</returns>
    public IBodyRewriter? FindRewriter(AccountId account, StreamName stream, IReadOnlyList<EmailAddress> recipients, HeaderSection headers)
    {
        foreach (var rewriter in Bodies)
            if (rewriter.Wants(account, stream, recipients, headers))
                return rewriter;
        return null;
    }

    private Finding? Decide(SubmissionContext context, SpoolId? id, Finding? finding)
    {
        if (finding is null) return null;
        Observer?.Invoke(context, id, finding);
        return finding.Action == GuardAction.Note || (IsWatching && !finding.IsBinding) ? null : finding;
    }
}
