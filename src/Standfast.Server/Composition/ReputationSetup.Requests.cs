using System.Security.Cryptography;
using Standfast.Accounts;
using Standfast.Delivery;
using Standfast.Delivery.Providers;
using Standfast.Delivery.Shaping;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Reception;
using Standfast.Recovery.Answers;
using Standfast.Recovery.Intake;
using Standfast.Recovery.Playbooks;
using Standfast.Recovery.Remedies;
using Standfast.Recovery.Requests;
using Standfast.Recovery.Return;
using Standfast.Reputation.Alerts;
using Standfast.Reputation.Statistics;
using Standfast.Server.Configuration;

namespace Standfast.Server.Composition;

/// <content>Whom to ask for reinstatement, and with what.</content>
internal sealed partial class ReputationSetup
{
    /// <summary>Between looks whether an answer is overdue; ours.</summary>
    private static readonly TimeSpan s_followingUp = TimeSpan.FromMinutes(1);

    private RequestDesk? _desk;
    private IMessageAcceptor? _acceptor;
    private DeliveryOptions? _delivery;
    private IReportSigner? _signer;

    private EmailAddress? Contact => EmailAddress.TryParse(_settings["recovery.contact_mailbox"], out var contact) ? contact : null;

    /// <summary>By which requests may go, and how mail leaves. Without it none go, and nothing comes back by a ramp.</summary>
    public void AttachMail(IMessageAcceptor acceptor, DeliveryOptions delivery, Func<DomainName, IReportSigner> signerOf) =>
        (_acceptor, _delivery, _signer) = (acceptor, delivery, Contact is { } contact ? signerOf(contact.Domain) : null);

    /// <summary>Null where no incidents are kept.</summary>
    public ICorrespondence? CorrespondenceFor(IAccountStore accounts) => _desk is { } desk && _notices is { } notices ? new Correspondence(accounts, Contact, desk, notices, _dns, OwnAddresses().Select(own => own.Address.ToString()).ToHashSet(), _time, Tell) : null;

    /// <summary>Of what may be forged, or nobody understands, the owner hears; it changes nothing.</summary>
    private void Tell(NoticeOutcome.Told told, EmailAddress recipient, string from)
    {
        Log.NoticeTold(_logger, recipient.ToString(), from, told.Why, told.Reading.Quote);
        Alerts.Raise(new Alert(
            _time.GetUtcNow(), $"notice {told.Reading.Counterparty}", "notice", "", "", told.Reading.Counterparty, $"mail to {recipient} from {from} reads like a notice of {told.Reading.Counterparty}, but {told.Why}: \"{told.Reading.Quote}\"",
            "read it in its mailbox; where it is true, \"standfast incident open --notice FILE\""));
    }

    partial void AddRequests(ReputationParts parts)
    {
        var knowledge = Path.Combine(AppContext.BaseDirectory, "data");
        var (playbooks, mistakes) = PlaybookFiles.ReadFolder(Path.Combine(knowledge, "playbooks"));
        parts.Mistakes.AddRange(mistakes);
        parts.Services.Add(services => services.AddSingleton(playbooks).AddSingleton<IRequestFacts>(provider => new RequestReader(_settings, OwnAddresses(), _time, provider)));
        var (answers, wrong) = AnswerRuleFile.Read("answers.toml", File.ReadAllText(Path.Combine(knowledge, "answers", "answers.toml")));
        parts.Mistakes.AddRange(wrong);
        if (Incidents is not { } incidents || _remedies is not { } remedies) return;
        var relay = _settings["delivery.relay"].Length > 0 && SettingValues.ParseHostPort(_settings["delivery.relay"], 25) is var (host, port) ? $"{host}:{port}" : null;
        var mailer = new RequestMailer(() => _acceptor, () => _signer, () => States, () => _delivery?.Providers ?? ProviderCatalogue.Empty, relay, AlertRelay, _dns, _time);
        var desk = _desk = new RequestDesk(incidents, remedies, mailer, playbooks, new AnswerReader(answers), () => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        parts.Services.Add(services => services.AddSingleton(desk));
        if (States is { } states && StaleAfter.TryParse(_settings["recovery.stale_after"], out var stale))
        {
            parts.Services.Add(services => services.AddHostedService(provider =>
            {
                // What comes by mail is diagnosed too, whether or not anybody has looked by then.
                provider.GetRequiredService<IIncidentFacts>();
                return new ReturnKeeper(incidents, states, provider.GetRequiredService<IQueueControl>(), provider.GetRequiredService<ISiteList>(), provider.GetService<StatisticsReader>(), _delivery!, stale, _time, _logger);
            }));
        }

        parts.Run("follow-up of requests", stop => FollowUpAsync(desk, stop));
    }

    private async Task FollowUpAsync(RequestDesk desk, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(s_followingUp, _time);
        while (await timer.NextAsync(stop))
            desk.FollowUp((incident, request) => Alerts.Raise(new Alert(
                _time.GetUtcNow(), $"incident {incident.Id} follow-up", "follow-up", "", "", incident.Id, $"no answer of {request.Counterparty} to the request of {request.At:u}",
                $"look for their answer and \"standfast incident mark {incident.Id} reinstated|refused --reason TEXT\"; or ask once more, \"standfast incident request {incident.Id}\"")));
    }
}
