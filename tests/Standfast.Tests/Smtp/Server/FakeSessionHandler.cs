using System.Text;
using Standfast.Mail;
using Standfast.Smtp.Server;

namespace Standfast.Tests.Smtp.Server;

/// <summary>Accepts everything and writes down what it was asked; a test replaces single answers. Knows alice, whose password is "secret".</summary>
internal sealed class FakeSessionHandler : ISessionHandler, ISessionHandlerFactory, IContentReceiver
{
    public static readonly SmtpReply Ok = new(250, 0, 0, "Ok");

    private readonly StringBuilder _content = new();

    /// <summary>Every call but Reset, in order.</summary>
    public List<string> Calls { get; } = [];

    public int Resets { get; private set; }

    /// <summary>All content of all messages.</summary>
    public string Content => _content.ToString();

    public SmtpReply? OnConnect { get; init; }

    public Func<MailCommand, SmtpReply> OnMail { get; init; } = _ => Ok;

    public Func<EmailAddress, SmtpReply> OnRecipient { get; init; } = recipient =>
        recipient.LocalPart.StartsWith("no", StringComparison.Ordinal) ? new SmtpReply(550, 1, 1, "No such user") : Ok;

    public SmtpReply? RefuseData { get; init; }

    public Func<SmtpReply> OnComplete { get; init; } = () => new SmtpReply(250, 0, 0, "Accepted");

    public ISessionHandler Create(SessionContext session) => this;

    public ValueTask<SmtpReply?> ConnectAsync(SessionContext session, CancellationToken cancellationToken) => ValueTask.FromResult(OnConnect);

    public ValueTask<SmtpReply?> AuthenticateAsync(string userName, ReadOnlyMemory<byte> secret, CancellationToken cancellationToken)
    {
        Calls.Add($"AUTH {userName} {Encoding.UTF8.GetString(secret.Span)}");
        return ValueTask.FromResult(userName == "alice" && secret.Span.SequenceEqual("secret"u8) ? null : ISessionHandler.WrongLogin);
    }

    public ValueTask<SmtpReply> MailAsync(MailCommand command, CancellationToken cancellationToken)
    {
        Calls.Add($"MAIL <{command.Sender}> {command.DeclaredSize?.ToString() ?? "-"} {(command.Is8BitMime ? "8" : "7")}{Terms(command)}");
        return ValueTask.FromResult(OnMail(command));
    }

    public ValueTask<SmtpReply> RecipientAsync(RecipientCommand command, CancellationToken cancellationToken)
    {
        var (recipient, asked) = command;
        Calls.Add(asked == default ? $"RCPT <{recipient}>" : $"RCPT <{recipient}> {asked.Notify} {asked.Original ?? "-"}");
        return ValueTask.FromResult(OnRecipient(recipient));
    }

    private static string Terms(MailCommand command) => command with { DeclaredSize = null, Is8BitMime = false } == new MailCommand(command.Sender, null, false)
        ? ""
        : $" {command.Return} {command.EnvelopeId ?? "-"} {command.Priority} {command.HoldUntil?.ToString("s") ?? "-"}";

    public ValueTask<DataStart> BeginDataAsync(CancellationToken cancellationToken)
    {
        Calls.Add("DATA");
        return ValueTask.FromResult<DataStart>(RefuseData is { } reply ? new DataStart.Refused(reply) : new DataStart.Accepted(this));
    }

    public void Reset() => Resets++;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        _content.Append(Encoding.Latin1.GetString(content.Span));
        return ValueTask.CompletedTask;
    }

    public ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken)
    {
        Calls.Add("COMPLETE");
        return ValueTask.FromResult(OnComplete());
    }

    public ValueTask AbortAsync()
    {
        Calls.Add("ABORT");
        return ValueTask.CompletedTask;
    }
}
