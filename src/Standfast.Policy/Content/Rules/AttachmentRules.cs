using Standfast.Policy.Content.Scripts;

namespace Standfast.Policy.Content.Rules;

/// <summary>Attachments by name; what they hold is for the scanners.</summary>
internal sealed class AttachmentRules(ContentLists lists) : IContentRule
{
    public void Check(ContentMessage message, ICollection<ContentFinding> findings)
    {
        var found = new HashSet<string>();
        foreach (var attachment in message.View.Attachments)
        {
            if (attachment.FileName.Length == 0) continue;
            var where = $"the attachment {ContentMessage.Quote(attachment.FileName)}";
            if (InvisibleCharacters.HasOverride(attachment.FileName) && found.Add("SF-4081"))
                findings.Add(new ContentFinding("SF-4081", 10, where, "has a name that is turned round, so that its type reads as another", "give the file a plain name") { IsCertain = true });
            var dot = attachment.FileName.LastIndexOf('.');
            if (dot < 0 || !lists.RefusedExtensions.GetAlternateLookup<ReadOnlySpan<char>>().Contains(attachment.FileName.AsSpan(dot + 1).Trim())) continue;
            if (found.Add("SF-4080"))
                findings.Add(new ContentFinding("SF-4080", message.IsBulk ? 10 : 6, where, "is of a type that Gmail and others refuse, in archives too", "put the file on your site and link to it"));
        }
    }
}
