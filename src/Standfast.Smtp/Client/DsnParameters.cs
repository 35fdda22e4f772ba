using System.Text;
using Standfast.Mail.Notifications;

namespace Standfast.Smtp.Client;

/// <summary>What a sender asked about notifications, as parameters of MAIL and RCPT (RFC 3461 §4), each with the space before it.</summary>
/// <param name="EnvelopeId">In xtext.</param>
/// <param name="Recipients">One for each recipient of the transaction.</param>
public sealed record DsnParameters(DsnReturn Return, string? EnvelopeId, IReadOnlyList<RecipientDsn> Recipients)
{
    // RET=FULL ENVID=QQ314159
    public string OfMail => (Return switch { DsnReturn.Full => " RET=FULL", DsnReturn.Headers => " RET=HDRS", _ => "" }) + (EnvelopeId is null ? "" : $" ENVID={EnvelopeId}");

    // NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Bob@Example.NET
    public string OfRecipient(int index)
    {
        var (notify, original) = Recipients[index];
        var text = new StringBuilder();
        if (notify.HasFlag(DsnNotify.Never)) text.Append(" NOTIFY=NEVER");
        else if (notify != DsnNotify.Unspecified) text.Append(" NOTIFY=").AppendJoin(',', NamesOf(notify));
        if (original is not null) text.Append(" ORCPT=").Append(original);
        return text.ToString();
    }

    private static IEnumerable<string> NamesOf(DsnNotify notify)
    {
        if (notify.HasFlag(DsnNotify.Success)) yield return "SUCCESS";
        if (notify.HasFlag(DsnNotify.Failure)) yield return "FAILURE";
        if (notify.HasFlag(DsnNotify.Delay)) yield return "DELAY";
    }
}
