namespace Standfast.Policy.Content.Rules;

/// <summary>What a text speaks of.</summary>
[Flags]
internal enum BodyMarks
{
    None = 0,

    /// <summary>A way to unsubscribe.</summary>
    Unsubscribe = 1,

    /// <summary>The address that a template came with.</summary>
    TemplateAddress = 2,

    /// <summary>Something that occurs in postal addresses and nowhere else.</summary>
    Address = 4,

    /// <summary>An attachment.</summary>
    Attachment = 8,
}
