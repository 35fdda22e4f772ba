using System.Collections.Frozen;
using Standfast.Policy.Attachments;
using Standfast.Policy.Checks;
using Standfast.Server.Configuration;

namespace Standfast.Server.Composition;

internal sealed partial class GuardSetup
{
    /// <summary>For submitted and received mail alike.</summary>
    private AttachmentInspector? _attachments;

    partial void AddAttachments(GuardParts parts)
    {
        var (table, mistakes) = FileTypeFiles.ReadFolder(Path.Combine(AppContext.BaseDirectory, "data", "attachments"));
        parts.Mistakes.AddRange(mistakes);
        var options = new AttachmentOptions
        {
            Encrypted = Action("attachments.encrypted"),
            Macros = Action("attachments.macros"),
            Unreadable = Action("attachments.unreadable"),
            Allowed = SettingValues.Split(_settings["attachments.allowed"]).Select(extension => extension.TrimStart('.').ToLowerInvariant()).ToFrozenSet(),
        };
        _attachments = new AttachmentInspector(table, options, _time);
        parts.Owned.Add(_attachments);
        parts.Messages.Add(new AttachmentCheck(_attachments));
    }

    private GuardAction Action(string key) => _settings[key] switch { "refuse" => GuardAction.Refuse, "hold" => GuardAction.Hold, _ => GuardAction.Note };
}
