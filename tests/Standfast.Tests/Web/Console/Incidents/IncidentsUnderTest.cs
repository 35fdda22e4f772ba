using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Standfast.Recovery;
using Standfast.Recovery.Answers;
using Standfast.Recovery.Diagnosis;
using Standfast.Recovery.Intake;
using Standfast.Recovery.Notices;
using Standfast.Recovery.Remedies;
using Standfast.Recovery.Requests;
using Standfast.Tests.Architecture;
using Standfast.Tests.Recovery;
using Standfast.Tests.Recovery.Requests;
using Standfast.Tests.Reputation.States;
using Standfast.Web;

namespace Standfast.Tests.Web.Console.Incidents;

/// <summary>One incident at Apple, which is asked by mail, with a checklist of one step that is signed and one that has a check.</summary>
internal sealed class IncidentsUnderTest : IRequestFacts, IIncidentFacts, IRequestMail
{
    public IncidentsUnderTest()
    {
        Remedies = new RemedyBook(Book, [new Remedy("compromise", "Compromise", [new RemedyStep("stop", "Stop the sender", "why", "sender-stopped", "https://x.test/"), new RemedyStep("done", "Do it", "why", "", "https://x.test/")])]);
        Book.Open("apple", "ip-reputation", "provider=apple", Words, "anna");
    }

    public const string Words = "550 5.7.1 blocked <script>alert(1)</script>";

    public IncidentBook Book { get; } = new(new FakeIncidentStore(), new FakeTimeProvider(RequestSamples.Now));

    public RemedyBook Remedies { get; }

    /// <summary>What the check of the first step finds.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Letters that went out.</summary>
    public List<RequestMail> Sent { get; } = [];

    public Incident Incident => Book.Find("INC-1")!;

    public void AddTo(IServiceCollection services)
    {
        var notices = new NoticeReader(NoticeRuleFiles.ReadFolder(Path.Combine(Repository.Root, "data", "notices")).Rules, new FakeReplies());
        services.AddSingleton(Book).AddSingleton(Remedies).AddSingleton(RequestSamples.Catalogue).AddSingleton(new IncidentView(Remedies, this)).AddSingleton<IIncidentFacts>(this).AddSingleton<IRequestFacts>(this)
            .AddSingleton(notices).AddSingleton(new NoticeDesk(Book, Remedies, notices, _ => null)).AddSingleton(new RequestDesk(Book, Remedies, this, RequestSamples.Catalogue, new AnswerReader([]), () => "token"));
    }

    public void Diagnose() => Remedies.Diagnose("INC-1", SuspensionCause.Compromise, "a key", "anna");

    public DiagnosisFacts ForDiagnosis(Incident incident) => new(incident.Counterparty, incident.Cause, []);

    public Task<RequestFacts> ReadAsync(Incident incident, CancellationToken cancellationToken) =>
        Task.FromResult(RequestSamples.Facts with { Incident = incident, Statements = IncidentStatements.Read(incident), Remedies = RemedyLines.Of(Remedies.Checklist(incident), incident.Id, RequestSamples.Now) });

    public Task<RequestDispatch> SendAsync(RequestMail mail, CancellationToken cancellationToken)
    {
        Sent.Add(mail);
        return Task.FromResult<RequestDispatch>(new RequestDispatch.Gone("by a road"));
    }

    Task<(DiagnosisFacts Diagnosis, RemedyFacts Remedy)> IIncidentFacts.ReadAsync(Incident incident, CancellationToken cancellationToken) =>
        Task.FromResult((ForDiagnosis(incident), new RemedyFacts(RequestSamples.Began) { HeldSenders = IsStopped ? [("web", 0)] : [], Revoked = [] }));
}
