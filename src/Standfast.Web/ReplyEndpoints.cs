using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Api;
using Standfast.Reputation.Classification;

namespace Standfast.Web;

/// <summary>What remote replies mean, and which of them are not understood.</summary>
public static class ReplyEndpoints
{
    private const int MaxUnknown = 1_000;

    /// <summary>The answer to a question, as API and command give it.</summary>
    public static ReplyClassResponse Answer(IReplyClassifier classifier, ReplyRules rules, ClassifyRequest request)
    {
        var read = classifier.Classify(request.Text, request.Provider, request.Phase, request.OwnRelay || rules.Find(request.Provider)?.Kind == ReplySourceKind.Submission);
        return new ReplyClassResponse(
            read.RuleId, read.Provider, ReplyNames.Of(read.Cause), ReplyNames.Of(read.Scope), ReplyNames.Of(read.Severity), read.Action, read.IsTemporary, read.IsCertain, read.IsInfrastructure, read.EndsRecipient,
            rules.Rules.FirstOrDefault(rule => rule.Id == read.RuleId)?.Source);
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/classify", Classify).Answers<ReplyClassResponse>("classifyReply", "What a remote reply means: cause, whom it is about, how far it reaches, what to do", problems: [400]).WithTags("Replies").ChangesNothing();
        api.MapGet("/replies/unknown", Unknown).Answers<IReadOnlyList<UnknownReplyResponse>>("listUnknownReplies", "Replies that no rule knew, most frequent first", problems: [400]).WithTags("Replies");
    }

    private static IResult Classify(ClassifyRequest request, IReplyClassifier classifier, ReplyRules rules) =>
        string.IsNullOrWhiteSpace(request.Text)
            ? StandfastEndpoints.Problem(400, "bad_reply", "\"text\" must be a reply, such as \"550 5.1.1 no such user\"")
            : Results.Json(Answer(classifier, rules, request), ApiJson.Default.ReplyClassResponse);

    private static IResult Unknown(UnknownReplies unknown, [Description("1 to 1000 kinds.")] int limit = 100)
    {
        if (limit is < 1 or > MaxUnknown) return StandfastEndpoints.Problem(400, "bad_limit", $"limit must be 1 to {MaxUnknown}");
        return Results.Json(
            (IReadOnlyList<UnknownReplyResponse>)[.. unknown.List().Take(limit).Select(reply => new UnknownReplyResponse(
                reply.Count, reply.Text, reply.Provider.Length > 0 ? reply.Provider : null, reply.Phase.Length > 0 ? reply.Phase : null, reply.Example, reply.FirstSeen, reply.LastSeen))],
            ApiJson.Default.IReadOnlyListUnknownReplyResponse);
    }
}
