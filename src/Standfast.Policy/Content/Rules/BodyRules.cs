using Standfast.Policy.Content.Scripts;

namespace Standfast.Policy.Content.Rules;

/// <summary>Whether the reader gets to see what the filters see.</summary>
internal sealed class BodyRules : IContentRule
{
    /// <summary>Words that are hidden and nowhere shown; ours: a preview line has up to 40.</summary>
    private const int ManyHiddenWords = 60;

    /// <summary>Letters of text beside pictures, below which the pictures are the message; ours.</summary>
    private const int LittleText = 40;

    /// <summary>Words of text and of HTML from which it is told whether they agree; ours.</summary>
    private const int EnoughWords = 25;

    /// <summary>Characters without a form within words; ours: a few come from templates.</summary>
    private const int ManyInvisible = 5;

    public void Check(ContentMessage message, ICollection<ContentFinding> findings)
    {
        var view = message.View;
        if (InvisibleCharacters.CountWithinWords(message.Body, withSoftHyphen: false) >= ManyInvisible)
            findings.Add(new ContentFinding("SF-4063", message.IsBulk ? 7 : 4, "the text", "has characters within its words that are not seen", "take them out: filters know them as a way to hide words"));
        if (view.Html.Length == 0) return;
        var shown = WordSet.Of(view.VisibleText);
        if (view.HiddenText.Length > ManyHiddenWords * 3 && WordSet.Of(view.HiddenText).CountOutside(shown) is >= ManyHiddenWords and var hidden)
            findings.Add(new ContentFinding("SF-4062", message.IsBulk ? 6 : 4, "the HTML", $"hides {hidden} words that are nowhere shown", "show the text or leave it out; a preview line has at most 40 words"));
        if (view.Images > 0 && view.VisibleText.AsSpan().Trim().Length < LittleText && view.Text.AsSpan().Trim().Length < LittleText)
            findings.Add(new ContentFinding("SF-4061", message.IsBulk ? 4 : 1, "the message", "is pictures without text", "say in text what the pictures say"));
        CheckAgreement(message, shown, findings);
        CheckActive(message, findings);
    }

    private static void CheckAgreement(ContentMessage message, WordSet shown, ICollection<ContentFinding> findings)
    {
        if (message.View.Text.Length == 0)
        {
            if (message.IsBulk) findings.Add(new ContentFinding("SF-4064", 1, "the message", "has HTML and no plain text", "send both in multipart/alternative"));
            return;
        }

        if (message.View.MediaType != "multipart/alternative") return;
        var text = WordSet.Of(message.View.Text);
        if (text.Count >= EnoughWords && shown.Count >= EnoughWords && text.ShareWith(shown) < 0.2)
            findings.Add(new ContentFinding("SF-4060", message.IsBulk ? 4 : 2, "the plain text", "says something other than the HTML", "make both of the same text"));
    }

    private static void CheckActive(ContentMessage message, ICollection<ContentFinding> findings)
    {
        var view = message.View;
        if (view.PasswordFields > 0)
            findings.Add(new ContentFinding("SF-4065", 10, "the HTML", "asks for a password in the message", "let readers sign in on your site") { IsCertain = true });
        else if (view.Forms > 0)
            findings.Add(new ContentFinding("SF-4066", 2, "the HTML", "holds a form, which most readers do not show", "link to a page with the form"));
        if (view.Scripts > 0 || view.Frames > 0 || view.HasRefresh)
            findings.Add(new ContentFinding("SF-4067", message.IsBulk ? 3 : 2, "the HTML", "holds a script, a frame or a redirection, which readers cut out and filters hold against it", "take it out"));
    }
}
