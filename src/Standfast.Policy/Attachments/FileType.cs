using Standfast.Policy.Checks;

namespace Standfast.Policy.Attachments;

/// <summary>What the table says of a kind of file.</summary>
/// <param name="What">End of the sentence "NAME is …".</param>
/// <param name="Instead">What the sender can do.</param>
public sealed record FileType(string What, FileTypeAction Action, string Instead)
{
    internal GuardAction ActionBy(AttachmentOptions options) => Action switch
    {
        FileTypeAction.Refuse => GuardAction.Refuse,
        FileTypeAction.Hold => GuardAction.Hold,
        FileTypeAction.Note => GuardAction.Note,
        FileTypeAction.Macros or FileTypeAction.Template => options.Macros,
        FileTypeAction.Unreadable => options.Unreadable,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
