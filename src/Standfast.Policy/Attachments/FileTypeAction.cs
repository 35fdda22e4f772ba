namespace Standfast.Policy.Attachments;

/// <summary>What is done about a kind of file; the last three as the owner has set.</summary>
public enum FileTypeAction
{
    Refuse,
    Hold,
    Note,

    /// <summary>As <see cref="AttachmentOptions.Macros"/> says.</summary>
    Macros,

    /// <summary>As <see cref="AttachmentOptions.Unreadable"/> says.</summary>
    Unreadable,

    /// <summary>Loads macros from elsewhere: as <see cref="AttachmentOptions.Macros"/> says.</summary>
    Template,
}
