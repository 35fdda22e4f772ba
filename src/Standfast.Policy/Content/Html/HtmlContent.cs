namespace Standfast.Policy.Content.Html;

/// <summary>What a reader gets of an HTML text, and what is kept from him.</summary>
internal sealed class HtmlContent
{
    public static HtmlContent Empty { get; } = new();

    public string VisibleText { get; init; } = "";

    /// <summary>Text in elements that are not shown, or shown in no size or in the colour of their background.</summary>
    public string HiddenText { get; init; } = "";

    public IReadOnlyList<HtmlLink> Links { get; init; } = [];

    /// <summary>Where forms send what is typed into them.</summary>
    public IReadOnlyList<string> FormTargets { get; init; } = [];

    /// <summary>img elements of more than a few pixels.</summary>
    public int Images { get; init; }

    public int Forms { get; init; }

    /// <summary>Fields for a password.</summary>
    public int PasswordFields { get; init; }

    /// <summary>script elements and on… attributes.</summary>
    public int Scripts { get; init; }

    /// <summary>iframe, object, embed and applet elements.</summary>
    public int Frames { get; init; }

    /// <summary>A meta element that leads the reader elsewhere.</summary>
    public bool HasRefresh { get; init; }

    public bool IsTruncated { get; init; }
}
