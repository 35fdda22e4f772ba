using Standfast.Mail;
using Standfast.Mail.ReturnPaths;
using Standfast.Policy.Feedback;
using Standfast.Policy.Suppression;
using Standfast.Policy.Unsubscribe;
using Standfast.Reception;
using Standfast.Server.Configuration;

namespace Standfast.Server.Composition;

/// <content>What outgoing mail carries for complaints, and what is done with what comes back.</content>
internal sealed partial class GuardSetup
{
    // Of the part that keeps consent, which is opened before.
    private SuppressionList? _suppressions;
    private TokenKeys? _tokenKeys;
    private UnsubscribeTokens? _unsubscribeTokens;
    private UnsubscribeAddresses? _unsubscribeAddresses;
    private UnsubscribeOptions? _streams;
    private FeedbackTokens? _feedbackTokens;

    partial void AddFeedback(GuardParts parts)
    {
        _feedbackTokens = new FeedbackTokens(_tokenKeys!);
        var address = _settings["feedback.cfbl_address"] is { Length: > 0 } text ? EmailAddress.Parse(text) : null;
        parts.Fields.Add(new FeedbackFields(_feedbackTokens, _streams!, _settings.Hostname, address));
    }

    /// <param name="returnPaths">Null where no mail leaves under signed return paths.</param>
    public FeedbackMail FeedbackFor(ReputationSetup reputation, ReturnPathSigner? returnPaths, ILogger logger)
    {
        var addresses = new FeedbackAddresses(SettingValues.Split(_settings["feedback.addresses"]), returnPaths?.Domain, _accounts);
        var complaints = new FeedbackComplaints(new MessageMarks(_feedbackTokens!, _unsubscribeTokens!, _unsubscribeAddresses, returnPaths), _suppressions!, _events, _time);
        var undelivered = new UndeliveredMail(_replies, _suppressions!, _events, _time, _settings["consent.suppress_hard_bounces"] == "true");
        var feedback = new FeedbackMail(addresses, reputation.Reports!, reputation.ReportIntake!, complaints, undelivered, logger);
        _parts.Owned.Add(feedback);
        return feedback;
    }
}
