using Standfast.Delivery.Providers;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Recovery;
using Standfast.Recovery.Answers;
using Standfast.Recovery.Diagnosis;
using Standfast.Recovery.Doctor;
using Standfast.Recovery.Intake;
using Standfast.Recovery.Notices;
using Standfast.Recovery.Remedies;
using Standfast.Recovery.Requests;
using Standfast.Reputation.Incidents;
using Standfast.Reputation.States;
using Standfast.Tests.Architecture;
using Standfast.Tests.Delivery.Shaping;
using Standfast.Tests.Recovery.Diagnosis;
using Standfast.Tests.Recovery.Remedies;
using Standfast.Tests.Recovery.Requests;
using Standfast.Tests.Reputation.Classification;
using Standfast.Tests.Reputation.States;

namespace Standfast.Tests.Recovery.Drills;

/// <summary>Plays one suspension from its first sign to the counterparty's answer in virtual time: queue, delivery, states, incidents, diagnosis, checklist and request are the real ones.</summary>
internal sealed class Drill(int seed)
{
    private static readonly NoticeReader s_notices = new(NoticeRuleFiles.ReadFolder(Path.Combine(Repository.Root, "data", "notices")).Rules, ShippedRules.Classifier);

    private static readonly IReadOnlyList<AnswerRule> s_answers = AnswerRuleFile.Read("answers.toml", File.ReadAllText(Path.Combine(Repository.Root, "data", "answers", "answers.toml"))).Rules;

    private static readonly ProviderCatalogue s_providers = ProviderFiles.ReadFolder(Path.Combine(Repository.Root, "data", "providers")).Catalogue;

    private readonly Random _random = new(seed);
    private readonly DrillScenario _scenario = DrillScenario.All[seed % DrillScenario.All.Count];
    private readonly Counterparty _counterparty = new();
    private SuspensionCause _found;
    private int _early;

    public DrillReport Play()
    {
        var time = new VirtualTime();
        var states = new SendingStates(new FakeStateStore(), ShippedRules.Classifier, ResumptionPlan.Default, time);
        var world = new ShapingWorld(time) { States = states, Providers = s_providers };
        var incidents = new IncidentBook(new FakeIncidentStore(), time);
        states.Changed += new StateIncidents(incidents).Observe;
        var harm = _random.Next(10, 40);
        var sink = _scenario.IsReply ? world.Add(_scenario.Domain, "198.51.100.1", new SinkManners()) : null;
        if (sink is not null) sink.Say = (_, _) => sink.Accepted.Count >= harm ? _scenario.Words : null;
        var others = world.Add("good.example", "198.51.100.2", new SinkManners());
        var isReal = _random.Next(4) > 0;
        world.Run(TimeSpan.FromMinutes(1), async () =>
        {
            await world.SendAsync("good.example", 30);
            if (sink is not null) await world.SendAsync(_scenario.Domain, harm + 60);
            await Task.Delay(TimeSpan.FromMinutes(5), time);
            await RecoverAsync(incidents, time, isReal);
        });
        var refused = sink?.Tries.Count(one => one.IsRefused);
        var lost = world.Events.All.Count(fact => fact.Kind is MailEventKind.Bounced or MailEventKind.Expired) + (30 - others.Accepted.Count);
        return new DrillReport(seed, _scenario, _found, refused is { } count ? count <= harm : null, lost, isReal, _early, _counterparty.IsConvinced);
    }

    private async Task RecoverAsync(IncidentBook incidents, VirtualTime time, bool isReal)
    {
        var remedies = new RemedyBook(incidents, RemedyFilesTests.Shipped);
        if (!_scenario.IsReply) new NoticeDesk(incidents, remedies, s_notices, _ => null).Open(s_notices.Read(_scenario.Words, time.GetUtcNow()), null, null, null, "anna");
        if (incidents.All.Count == 0) return;
        var id = incidents.All[0].Id;
        _found = DiagnosisReader.Read(FactsOf(incidents.All[0])).First.Cause;
        // A person who knows better goes on from here.
        remedies.Diagnose(id, _scenario.Cause, "drill", "anna");
        var desk = new RequestDesk(incidents, remedies, _counterparty, RequestSamples.Catalogue, new AnswerReader(s_answers), () => $"t{seed}");
        var isEarly = true;
        async Task AskAsync()
        {
            var playbook = RequestSamples.Catalogue.Find("apple")!;
            var incident = incidents.Find(id)!;
            var facts = RequestSamples.Facts with { Incident = incident, Now = time.GetUtcNow(), Remedies = RemedyLines.Of(remedies.Checklist(incident), id, time.GetUtcNow()) };
            if (RequestWriter.Write(facts, playbook, playbook.RouteFor(incident)) is not RequestResult.Written(var draft)) return;
            if ((await desk.SendAsync(draft, "anna", CancellationToken.None)).Incident is not { } sent) return;
            if (isEarly) _early++;
            desk.TakeAnswer([sent.LastRequest!.MessageId], EmailAddress.Parse("icloudadmin@apple.com"), Counterparty.Answer(isReal && !isEarly));
        }

        // Signed away in a hurry, and nothing is mended.
        remedies.Check(id, Facts(incidents.Find(id)!, isMended: false));
        SignAll(remedies, incidents, id);
        await AskAsync();
        if (!isReal) return;
        isEarly = false;
        remedies.Check(id, Facts(incidents.Find(id)!, isMended: true));
        SignAll(remedies, incidents, id);
        await AskAsync();
        _counterparty.IsConvinced = incidents.Find(id)!.Stage == IncidentStage.Reinstated && _counterparty.Requests == 1;
    }

    /// <summary>What it is like where that is the cause, with things beside it that point elsewhere.</summary>
    private DiagnosisFacts FactsOf(Incident incident)
    {
        var causes = Enum.GetValues<SuspensionCause>();
        var (_, facts) = GeneratedIncident.Make((seed * causes.Length) + Array.IndexOf(causes, _scenario.Cause));
        return facts with { Counterparty = incident.Counterparty, Cause = incident.Cause, Said = [.. new[] { incident.Notice?.Quote ?? "", incident.Text, incident.Notice?.Text ?? "" }.Where(text => text.Length > 0).Distinct(), .. facts.Said.Skip(1)] };
    }

    private static void SignAll(RemedyBook remedies, IncidentBook incidents, string id)
    {
        foreach (var line in remedies.Checklist(incidents.Find(id)!).Where(line => !line.IsSettled)) remedies.Sign(id, line.Step.Id, "Anna Berg", "", "anna");
    }

    private static RemedyFacts Facts(Incident incident, bool isMended) => new(incident.OpenedAt.AddDays(-3))
    {
        Doctor = [.. RemedyFilesTests.DoctorIds.Select(name => new CheckResult(name, CheckArea.Identity, isMended ? CheckStatus.Ok : CheckStatus.Fail, "title", "", "cause", "", null))],
        HeldSenders = isMended ? [] : [("shop", 7)],
        Revoked = isMended ? ["shop"] : [],
        Valid = isMended ? [] : ["shop"],
        Paused = isMended ? [incident.Scope] : [],
        Listings = isMended ? [] : [("psbl", "psbl.surriel.com", "192.0.2.1")],
        Suppressed = isMended ? 3 : 0,
        Suppressible = 5,
    };

    /// <summary>Lets us send when the cause is mended, and takes one request.</summary>
    private sealed class Counterparty : IRequestMail
    {
        public int Requests { get; private set; }

        public bool IsConvinced { get; set; }

        public Task<RequestDispatch> SendAsync(RequestMail mail, CancellationToken cancellationToken)
        {
            Requests++;
            return Task.FromResult<RequestDispatch>(new RequestDispatch.Gone("by the drill"));
        }

        public static string Answer(bool isMended) => $"From: <icloudadmin@apple.com>\r\nTo: anna@shop.test\r\nSubject: Re\r\n\r\n{(isMended ? "Your address has been removed from our block list." : "Your request has been denied: we see the cause still.")}\r\n";
    }
}
