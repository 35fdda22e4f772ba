using System.Diagnostics.CodeAnalysis;

namespace Standfast.Mail;

/// <summary>One send of one stream, as its sender names it: 1 to 64 printable ASCII characters without spaces.</summary>
public sealed record CampaignName
{
    private CampaignName(string value) => Value = value;

    public string Value { get; }

    /// <exception cref="FormatException">The text is not the name of a campaign.</exception>
    public static CampaignName Parse(string text) => TryParse(text, out var name) ? name : throw new FormatException($"\"{text}\" is not the name of a campaign");

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out CampaignName? name)
    {
        name = text is { Length: > 0 and <= 64 } && !text.AsSpan().ContainsAnyExceptInRange('!', '~') ? new CampaignName(text) : null;
        return name is not null;
    }

    public override string ToString() => Value;
}
