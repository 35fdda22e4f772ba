using Standfast.Mail;

namespace Standfast.Policy.Checks;

/// <summary>What a check has to say: to the sender as a reply, to the owner as an event.</summary>
/// <param name="Id">Stable, such as SF-2001: its topic in data/help says more. SF-1… who sends, SF-2… how much, SF-3… consent and
/// unsubscribe, SF-4… content, SF-5… spam and phishing, SF-6… malware and scanners, SF-7… compromise, SF-8… inbound.</param>
/// <param name="Subject">The object it is about: a credential, an address, a field, a link.</param>
/// <param name="Rule">What is wrong, as the end of a sentence that begins with the subject.</param>
/// <param name="NextStep">What the sender can do.</param>
public sealed record Finding(string Id, GuardAction Action, string Subject, string Rule, string NextStep)
{
    /// <summary>Subject and detail of the enhanced status code (RFC 3463); 7.1 is "delivery not authorized, message refused".</summary>
    public (byte Subject, ushort Detail) Status { get; init; } = (7, 1);

    /// <summary>True where it is about who may send at all: then it stops mail also while the guard only watches.</summary>
    public bool IsBinding { get; init; }

    /// <summary>One line for logs, events and replies, without the help link.</summary>
    public override string ToString() => $"{Id} {Subject}: {Rule}; {NextStep}";

    /// <summary>As the server says it in the session.</summary>
    /// <param name="helpBase">Where topics are served, such as http://mail.example.org:8025/e/; null gives no link.</param>
    /// <exception cref="InvalidOperationException">The finding refuses and defers nothing.</exception>
    public SmtpReply ToReply(string? helpBase)
    {
        var text = helpBase is null ? ToString() : $"{this} (see {helpBase}{Id})";
        return Action switch
        {
            GuardAction.Refuse => new SmtpReply(550, Status.Subject, Status.Detail, Printable(text)),
            GuardAction.Defer => new SmtpReply(451, Status.Subject, Status.Detail, Printable(text)),
            _ => throw new InvalidOperationException($"{Id}: {Action} is no reply"),
        };
    }

    /// <summary>What comes from the message must not end the reply line or hide in it.</summary>
    private static string Printable(string text) =>
        string.Create(Math.Min(text.Length, 400), text, static (span, source) =>
        {
            for (var index = 0; index < span.Length; index++) span[index] = source[index] is >= ' ' and <= '~' ? source[index] : '?';
        });
}
