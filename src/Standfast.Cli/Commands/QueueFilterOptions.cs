using System.CommandLine;
using Standfast.Api;

namespace Standfast.Cli.Commands;

/// <summary>The conditions that name queued mail. All that are given must hold.</summary>
internal sealed class QueueFilterOptions
{
    private readonly Option<string?> _id = new("--id") { Description = "This message" };
    private readonly Option<string?> _account = new("--account") { Description = "Messages of this account" };
    private readonly Option<string?> _credential = new("--credential") { Description = "Messages that this credential submitted" };
    private readonly Option<string?> _stream = new("--stream") { Description = "Messages of this stream" };
    private readonly Option<string?> _campaign = new("--campaign") { Description = "Messages of this campaign" };
    private readonly Option<string?> _recipient = new("--recipient") { Description = "This recipient" };
    private readonly Option<string?> _domain = new("--domain") { Description = "Recipients at this domain" };
    private readonly Option<string?> _sender = new("--sender") { Description = "Messages of this envelope sender" };
    private readonly Option<string?> _site = new("--site") { Description = "Recipients whose mail goes to this host, or to one below this domain, such as google.com" };
    private readonly Option<string?> _olderThan = new("--older-than") { Description = "Messages accepted longer ago, such as 10m, 4h or 2d" };
    private readonly Option<string?> _status = new("--status") { Description = "Recipients that are queued or held" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_id, _account, _credential, _stream, _campaign, _recipient, _domain, _sender, _site, _olderThan, _status]) command.Options.Add(option);
    }

    public QueueActionRequest Read(ParseResult parsed) => new(parsed.GetValue(_id), parsed.GetValue(_account), parsed.GetValue(_domain))
    {
        Credential = parsed.GetValue(_credential),
        Stream = parsed.GetValue(_stream),
        Campaign = parsed.GetValue(_campaign),
        Recipient = parsed.GetValue(_recipient),
        Sender = parsed.GetValue(_sender),
        Site = parsed.GetValue(_site),
        OlderThan = parsed.GetValue(_olderThan),
        Status = parsed.GetValue(_status),
    };
}
