namespace Standfast.Policy.Phishing;

/// <summary>
/// Looks for what phishing does: links that are not what they seem, names of brands where the brand is not, pages and forms that ask for
/// secrets. Each sign has points; their sum decides (<see cref="PhishingVerdict"/>). May be called concurrently.
/// </summary>
public sealed class PhishingAnalysis
{
    private readonly PhishingKnowledge _knowledge;
    private readonly LinkSigns _links;
    private readonly SenderSigns _sender;

    public PhishingAnalysis(PhishingKnowledge knowledge)
    {
        _knowledge = knowledge;
        _links = new LinkSigns(knowledge);
        _sender = new SenderSigns(knowledge, _links);
    }

    public HostRules Hosts => _knowledge.Hosts;

    public PhishingVerdict Judge(PhishingSubject subject)
    {
        var signs = new SignList();
        _links.Read(subject, signs);
        BodySigns.Read(subject, _knowledge, signs);
        HtmlAttachments.Read(subject, _knowledge, signs);
        _sender.Read(subject, signs);
        if (signs.ForeignLinks > 0) ReadWords(subject, signs);
        return signs.ToVerdict();
    }

    /// <summary>What it asks of the reader counts only where a link leads to a stranger: honest servers ask for the same, at their own site.</summary>
    private void ReadWords(PhishingSubject subject, SignList signs)
    {
        var view = subject.View;
        var text = view.VisibleText.Length > 0 ? view.VisibleText : view.Text;
        if (!_knowledge.Phrases.AskForCredentials(text) && !_knowledge.Phrases.AskForCredentials(view.Subject)) return;
        var points = signs.OwnLinks == 0 ? 2 : 1;
        if (_knowledge.Phrases.Press(text) || _knowledge.Phrases.Press(view.Subject)) points++;
        if (signs.OwnLinks == 0 && (signs.RentedLinks > 0 || NamesReadersHost(subject, text))) points += 2;
        signs.Add("SF-5105", points, "the text", "asks for secrets or payment data, and its links lead to a site that is neither yours nor a known one");
    }

    /// <summary>It speaks as the administrator of the reader's own mail would.</summary>
    private static bool NamesReadersHost(PhishingSubject subject, string text)
    {
        foreach (var host in subject.RecipientHosts.Take(10))
            if (!subject.IsOwn(host) && (text.Contains(host, StringComparison.OrdinalIgnoreCase) || subject.View.Subject.Contains(host, StringComparison.OrdinalIgnoreCase)))
                return true;
        return false;
    }
}
