using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Standfast.Accounts;
using Standfast.Api;
using Standfast.Delivery.Shaping;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Suppression;
using Standfast.Queue;
using Standfast.Recovery;
using Standfast.Recovery.Explaining;
using Standfast.Reputation.Classification;
using Standfast.Reputation.States;

namespace Standfast.Web;

/// <summary>Why is it not delivered: one paragraph, and what it rests on.</summary>
internal static class ExplainEndpoints
{
    /// <summary>What the owner wants to hear of first.</summary>
    private static readonly string[] s_worstFirst = [Verdicts.Held, Verdicts.Paused, Verdicts.Bounced, Verdicts.Expired, Verdicts.Waiting, Verdicts.Suppressed, Verdicts.Unknown, Verdicts.Delivered];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/explain", AskAsync).ForOperators().Answers<ExplanationResponse>("explain", "Why mail is not delivered: of a message, an address or a provider", problems: [400, 404]).WithTags("Messages");

    private static async Task<IResult> AskAsync([Description("Id of a message, an address, or the name of a provider.")] string subject, HttpContext http, CancellationToken stop)
    {
        var services = http.RequestServices;
        var reader = ReaderOf(services);
        if (SpoolId.TryParse(subject, out var message)) return await ExplainAsync(message, reader, stop);
        if (subject.Contains('@', StringComparison.Ordinal))
        {
            return EmailAddress.TryParse(subject, out var address)
                ? Answer(await ExplainAsync(address, reader, services.GetRequiredService<IAccountStore>(), stop))
                : StandfastEndpoints.Problem(400, "bad_address", $"\"{subject}\" is not an address");
        }

        var (states, incidents, refusals) = (reader.StatesOf(subject), reader.IncidentsOf(subject), await reader.RefusalsOfAsync(subject, stop));
        return states.Count + incidents.Count + refusals.Count == 0 && services.GetRequiredService<ReplyRules>().Find(subject) is null && !await reader.KnowsAsync(subject, stop)
            ? StandfastEndpoints.Problem(404, "nothing_known", $"\"{subject}\" is no message id (26 characters), no address and no provider that is known here; \"standfast site ls\" has the names of those that mail goes to")
            : Answer(Explainer.Explain(subject, states, incidents, refusals));
    }

    internal static CaseReader ReaderOf(IServiceProvider services) => new(
        services.GetRequiredService<IQueueControl>(), services.GetRequiredService<IEventLog>(), services.GetRequiredService<IReplyClassifier>(), services.GetRequiredService<SuppressionList>(),
        services.GetRequiredService<ISiteList>(), services.GetService<SendingStates>(), services.GetService<IncidentBook>());

    /// <summary>Of each recipient, the worst first.</summary>
    internal static IReadOnlyList<ExplanationResponse> Explain(IReadOnlyList<RecipientCase> cases) => [.. cases.Select(Explainer.Explain).OrderBy(one => Array.IndexOf(s_worstFirst, one.Verdict)).Select(Describe)];

    private static async Task<IResult> ExplainAsync(SpoolId message, CaseReader reader, CancellationToken stop)
    {
        if (await reader.ReadAsync(message, stop) is not { } cases) return StandfastEndpoints.Problem(404, "no_such_message", $"there is no message {message}");
        if (cases.Count == 0) return StandfastEndpoints.Problem(404, "no_such_message", $"of message {message} no recipient is recorded; \"standfast message show {message}\" has what is");
        var explained = Explain(cases);
        return Results.Json(explained.Count > 1 ? explained[0] with { Others = [.. explained.Skip(1)] } : explained[0], ApiJson.Default.ExplanationResponse);
    }

    private static async Task<Explanation> ExplainAsync(EmailAddress address, CaseReader reader, IAccountStore accounts, CancellationToken stop)
    {
        var newest = await reader.FindNewestAsync(address, stop);
        var owner = newest?.Facts.FirstOrDefault(fact => fact.Account is not null)?.Account;
        var suppression = reader.SuppressionOf(address, owner) ?? accounts.Accounts.Select(account => reader.SuppressionOf(address, account.Id)).FirstOrDefault(found => found is not null);
        return Explainer.Explain(address.ToString(), newest, suppression);
    }

    private static IResult Answer(Explanation explanation) => Results.Json(Describe(explanation), ApiJson.Default.ExplanationResponse);

    private static ExplanationResponse Describe(Explanation one) =>
        new(one.Subject, one.Verdict, one.Cause, one.Text, one.NextStep, [.. one.Evidence.Select(evidence => new ExplainedEvidenceResponse(evidence.At, evidence.Kind, evidence.Text))]);
}
