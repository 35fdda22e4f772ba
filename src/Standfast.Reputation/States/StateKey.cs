using System.Diagnostics.CodeAnalysis;
using System.Text;
using Standfast.Mail;

namespace Standfast.Reputation.States;

/// <summary>Which mail a sending state is about: null stands for all. At least one part is given, but in <see cref="Everything"/>.</summary>
/// <param name="Credential">User name of a credential.</param>
/// <param name="Source">Name of an egress source.</param>
/// <param name="Provider">As in <see cref="Standfast.Events.AttemptDetail.Provider"/>; "relay:HOST:PORT" for our own smart host.</param>
public sealed record StateKey(AccountId? Account = null, StreamName? Stream = null, CampaignName? Campaign = null, string? Credential = null, string? Source = null, string? Provider = null)
{
    /// <summary>Longest text that is read as a key: the names of a site's hosts are the longest part.</summary>
    private const int MaxLength = 6_000;

    public static StateKey Everything { get; } = new();

    /// <summary>About a way out, whoever's mail it is.</summary>
    public bool IsOfWay => !HasSender && HasWay;

    /// <summary>About senders, wherever their mail goes; everything is that too.</summary>
    public bool IsOfSender => !HasWay;

    private bool HasSender => Account is not null || Stream is not null || Campaign is not null || Credential is not null;

    private bool HasWay => Source is not null || Provider is not null;

    public bool Covers(in SenderFacts sender) =>
        (Account is null || Account == sender.Account) && (Stream is null || Stream == sender.Stream)
        && (Campaign is null || Campaign == sender.Campaign) && (Credential is null || Credential == sender.Credential);

    public bool Covers(string source, string provider) => (Source is null || Source == source) && (Provider is null || Provider == provider);

    /// <summary>As it is stored and shown: "source=NAME provider=NAME", in the order of the parameters; "everything".</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Parts())
            if (value is not null)
                text.Append(text.Length > 0 ? " " : "").Append(name).Append('=').Append(value);
        return text.Length > 0 ? text.ToString() : "everything";
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out StateKey? key)
    {
        key = null;
        if (text is null or { Length: 0 or > MaxLength }) return false;
        var read = Everything;
        foreach (var part in text == "everything" ? [] : text.Split(' '))
        {
            var split = part.IndexOf('=', StringComparison.Ordinal);
            if (split < 0 || Add(read, part[..split], part[(split + 1)..]) is not { } more) return false;
            read = more;
        }

        key = read;
        return true;
    }

    private IEnumerable<(string Name, string? Value)> Parts() =>
        [("account", Account?.Value), ("stream", Stream?.Value), ("campaign", Campaign?.Value), ("credential", Credential), ("source", Source), ("provider", Provider)];

    private static StateKey? Add(StateKey key, string name, string value) => name switch
    {
        "account" when AccountId.TryParse(value, out var account) => key with { Account = account },
        "stream" when StreamName.TryParse(value, out var stream) => key with { Stream = stream },
        "campaign" when CampaignName.TryParse(value, out var campaign) => key with { Campaign = campaign },
        "credential" when value.Length > 0 => key with { Credential = value },
        "source" when value.Length > 0 => key with { Source = value },
        "provider" when value.Length > 0 => key with { Provider = value },
        _ => null,
    };
}
