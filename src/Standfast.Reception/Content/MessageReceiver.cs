using System.Net;
using System.Text;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.MailAuth.Dkim;
using Standfast.Policy.Checks;
using Standfast.Policy.Inbound;
using Standfast.Queue;
using Standfast.Smtp.Server;

namespace Standfast.Reception.Content;

/// <summary>
/// Takes the content of one message as it streams in: gathers the header, hashes the body, hands everything to the spool, and at
/// the final dot checks, signs and commits. Nothing is kept of a message that is refused.
/// </summary>
internal sealed class MessageReceiver : IContentReceiver, IDisposable
{
    private static readonly byte[] s_endOfHeader = "\r\n"u8.ToArray();

    private readonly SessionContext _session;
    private readonly Transaction _transaction;
    private readonly ReceptionServices _services;
    private readonly SpoolId _id;
    private readonly ISpoolWriter _writer;
    private readonly HeaderCollector _header = new();
    private ReadOnlyMemory<byte> _section;
    private HeaderSection? _fields;
    private SubmissionFields? _submission;
    private EmailAddress? _from;
    private DkimKey? _key;
    private GatheredContent? _gathered;
    private BodyHasher? _hasher;
    private IBodyRewriter? _rewriter;
    private SubmittedMessage? _message;
    private SmtpReply? _refusal;
    private bool _is8Bit;
    private long _size;

    public MessageReceiver(SessionContext session, Transaction transaction, ReceptionServices services)
    {
        _session = session;
        _transaction = transaction;
        _services = services;
        _id = services.Acceptor.NextId();
        _writer = services.Acceptor.Begin(_id);
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (_refusal is not null) return;
        try
        {
            await TakeAsync(content, cancellationToken);
        }
        catch (IOException exception)
        {
            // The content is read to its end all the same: a reply before the final dot would be taken for that of a later command.
            _refusal = NotStored(exception);
        }
    }

    private async ValueTask TakeAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        _size += content.Length;
        if (!_header.IsComplete)
        {
            content = _header.Take(content);
            if (_header.IsTooLong) _refusal = Replies.BadHeader($"the header section is longer than {HeaderCollector.MaxOctets} octets");
            if (!_header.IsComplete) return;
            await FinishHeaderAsync(content.Length, cancellationToken);
            if (_refusal is not null) return;
        }

        if (content.IsEmpty) return;
        if (_gathered?.TryAppend(content.Span) == false)
        {
            _refusal = Replies.InspectionBusy;
            return;
        }

        if (!_is8Bit) _is8Bit = !System.Text.Ascii.IsValid(content.Span);
        // What may be rewritten is written at the final dot.
        if (_rewriter is null) await WriteBodyAsync(content, cancellationToken);
    }

    private ValueTask WriteBodyAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        _hasher?.Append(content.Span);
        return _writer.WriteAsync(content, cancellationToken);
    }

    public async ValueTask<SmtpReply> CompleteAsync(CancellationToken cancellationToken)
    {
        await using var writer = _writer;
        using var hasher = this;
        if (!_header.IsComplete && _refusal is null)
        {
            _header.End();
            await FinishHeaderAsync(following: 0, cancellationToken);
        }

        if (_refusal is not null) return _services.Explain(_refusal);
        var now = _services.Time.GetUtcNow();
        var (fields, hold, refusal) = await InspectAsync(cancellationToken);
        if (refusal is not null) return refusal;
        try
        {
            if (_rewriter is not null) await WriteBodyAsync(_rewriter.Rewrite(_message!) ?? _gathered!.Memory[(_section.Length + s_endOfHeader.Length)..], cancellationToken);
        }
        catch (IOException exception)
        {
            // Counted, but never committed: nothing of it is kept.
            _services.Guard.Withdraw(_id);
            return NotStored(exception);
        }

        var head = WriteHead(now, fields);
        var envelope = new Envelope(_id, _transaction.Sender, now, [.. _transaction.Recipients])
        {
            Account = _transaction.Account,
            Credential = _transaction.Credential,
            Is8Bit = _is8Bit,
            IsHeld = hold is not null,
            Stream = _submission?.Stream ?? StreamName.Transactional,
            Campaign = _submission?.Campaign,
            ExpiresAt = _submission?.ExpiresAt,
            Priority = _transaction.Mail.Priority is not 0 and var asked ? asked : _message is null ? 0 : _services.Guard.Priority?.Invoke(_message) ?? 0,
            NotBefore = _transaction.Mail.HoldUntil,
            Return = _transaction.Mail.Return,
            EnvelopeId = _transaction.Mail.EnvelopeId,
            Notifications = _transaction.Notifications.Exists(asked => asked != default) ? [.. _transaction.Notifications] : [],
        };
        var accepted = new MailEvent(_id, now, MailEventKind.Accepted)
        {
            Sender = envelope.Sender.ToString(),
            Account = envelope.Account,
            Credential = envelope.Credential,
            Stream = envelope.Stream,
            Campaign = envelope.Campaign,
            Recipient = envelope.Recipients.Length == 1 ? envelope.Recipients[0].ToString() : null,
            Detail = $"{_size} octets for {envelope.Recipients.Length} recipients from {_session.Remote}",
        };
        MailEvent[] facts = [accepted, .. _transaction.Returns.Select(returned => returned.Fact(_id, now)), .. hold is null ? [] : envelope.Recipients.Select(recipient => accepted with { Kind = MailEventKind.Held, Recipient = recipient.ToString(), Detail = hold.ToString() })];
        try
        {
            await _services.Acceptor.AcceptAsync(writer, envelope, head, facts, cancellationToken);
        }
        catch (IOException exception)
        {
            // After any other failure it may be on the disk all the same.
            if (exception is SpoolFullException) _services.Guard.Withdraw(_id);
            return NotStored(exception);
        }

        return hold is null ? Replies.Accepted(_id) : Replies.Held(_id, hold);
    }

    /// <summary>Asks the guard, which sees the whole message.</summary>
    private async ValueTask<(string Fields, Finding? Hold, SmtpReply? Refusal)> InspectAsync(CancellationToken cancellationToken)
    {
        if (_gathered is null) return ("", null, null);
        if (!_transaction.IsSubmission) return await InspectReceivedAsync(cancellationToken);
        var message = _message = new SubmittedMessage(_transaction.Context!, _id, _submission!.Stream, _submission.Campaign, _from!, _transaction.Recipients, _fields!, _gathered.Memory);
        var finding = await _services.Guard.CheckMessageAsync(message, cancellationToken);
        return finding?.Action > GuardAction.Hold ? ("", null, finding.ToReply(_services.HelpBase)) : (_services.Guard.FieldsFor(message), finding, null);
    }

    private async ValueTask<(string Fields, Finding? Hold, SmtpReply? Refusal)> InspectReceivedAsync(CancellationToken cancellationToken)
    {
        var client = new InboundClient((_session.Remote as IPEndPoint)?.Address, _session.HeloName);
        var message = new InboundMessage(client, _id, _transaction.Sender, _transaction.Recipients, _fields!, _gathered!.Memory);
        var (finding, fields) = await _services.Inbound!.CheckMessageAsync(message, cancellationToken);
        return finding?.Action > GuardAction.Hold ? ("", null, finding.ToReply(_services.HelpBase)) : (fields, finding, null);
    }

    private SmtpReply NotStored(IOException exception)
    {
        if (exception is SpoolFullException) return Replies.SpoolFull;
        Log.NotStored(_services.Logger, _session.Id, _id, exception);
        return Replies.SpoolUnavailable;
    }

    public ValueTask AbortAsync()
    {
        Dispose();
        return _writer.DisposeAsync();
    }

    public void Dispose()
    {
        _hasher?.Dispose();
        _gathered?.Dispose();
    }

    /// <param name="following">Octets of the body that have come with the end of the header.</param>
    private async ValueTask FinishHeaderAsync(int following, CancellationToken cancellationToken)
    {
        _section = _header.Section;
        if (!HeaderSection.TryParse(_section, out _fields, out var error))
        {
            _refusal = Replies.BadHeader(error);
            return;
        }

        if (_fields.Count("Received") > _services.Options.MaxReceivedFields) _refusal = Replies.Loop;
        else if (_transaction.IsSubmission) _refusal = HeaderRules.CheckSubmission(_fields, _transaction.Account!, _services, out _from) ?? TakeSubmissionFields();
        if (_refusal is null && IsGuardedInbound) _refusal = CutInboundField();
        if (_refusal is null && _from is not null) FindKey(_from.Domain);
        if (_refusal is null && (_transaction.IsSubmission ? _services.Guard.ReadsContent : IsGuardedInbound)) Gather(following);
        if (_refusal is not null) return;
        if (_transaction.IsSubmission && _gathered is not null) _rewriter = _services.Guard.FindRewriter(_transaction.Account!, _submission!.Stream, _transaction.Recipients, _fields!);
        _is8Bit = !System.Text.Ascii.IsValid(_section.Span);
        await _writer.WriteAsync(_section, cancellationToken);
        await _writer.WriteAsync(s_endOfHeader, cancellationToken);
    }

    /// <summary>What comes back to a return path of ours is a report on our own mail, and goes on to its sender as it is.</summary>
    private bool IsGuardedInbound => !_transaction.IsSubmission && _services.Inbound is not null && _transaction.Returns.Count == 0;

    /// <summary>Only this server says what it found: a field that came with the message is a stranger's word.</summary>
    private SmtpReply? CutInboundField()
    {
        var rest = _fields!.Without(field => field.Name.Equals(InboundGuard.FieldName, StringComparison.OrdinalIgnoreCase));
        if (rest.Length == _section.Length) return null;
        _section = rest;
        return HeaderSection.TryParse(_section, out _fields, out var error) ? null : Replies.BadHeader(error);
    }

    private void Gather(int following)
    {
        _gathered = new GatheredContent(_services.Inspection, _section.Length + s_endOfHeader.Length + following);
        if (!_gathered.TryAppend(_section.Span) || !_gathered.TryAppend(s_endOfHeader)) _refusal = Replies.InspectionBusy;
    }

    /// <summary>Reads what is meant for us and cuts it from what is sent and signed.</summary>
    private SmtpReply? TakeSubmissionFields()
    {
        if (SubmissionFields.Read(_fields!, _transaction.DefaultStream, _services.Time.GetUtcNow(), out _submission) is { } refusal) return refusal;
        var rest = _fields!.Without(SubmissionFields.IsOurs);
        if (rest.Length == _section.Length) return null;
        _section = rest;
        return HeaderSection.TryParse(_section, out _fields, out var error) ? null : Replies.BadHeader(error);
    }

    private void FindKey(DomainName domain)
    {
        try
        {
            _key = _services.Keys.Find(domain);
            if (_key is not null) _hasher = new BodyHasher();
        }
        catch (DkimKeyUnavailableException exception)
        {
            Log.KeyUnavailable(_services.Logger, domain.Value, exception);
            _refusal = Replies.SigningUnavailable;
        }
    }

    /// <summary>Everything that goes before the content as it came: signature, trace, and what a submission lacks (RFC 6409 §8).</summary>
    private byte[] WriteHead(DateTimeOffset now, string guardFields)
    {
        var received = TraceFields.Received(_session, _transaction, _id, _services.Options.Hostname, now);
        var added = guardFields;
        if (_transaction.IsSubmission)
        {
            if (_fields!.Count("Date") == 0) added += TraceFields.Date(now);
            if (_fields.Count("Message-ID") == 0) added += TraceFields.MessageId(_id, _services.Options.Hostname);
        }

        var signature = _key is null ? "" : Sign(added, now);
        return Encoding.UTF8.GetBytes(string.Concat(signature, received, added));
    }

    private string Sign(string added, DateTimeOffset now)
    {
        var fields = _fields!;
        if (added.Length > 0)
        {
            byte[] whole = [.. Encoding.ASCII.GetBytes(added), .. _section.Span];
            if (!HeaderSection.TryParse(whole, out fields!, out var error)) throw new InvalidOperationException(error);
        }

        return DkimSigner.Sign(fields, _hasher!.Finish(), _key!, now);
    }
}
