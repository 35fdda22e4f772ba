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

    private static readonly string[] s_phases = ["connect", "greeting", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "content"];

    /// <summary>The answer to a question, as API and command give it.</summary>
    public static ReplyClassResponse Answer(IReplyClassifier classifier, ReplyRules rules, ClassifyRequest request)
    {
        var read = classifier.Classify(request.Text, request.Provider, request.Phase, request.OwnRelay || rules.Find(request.Provider)?.Kind == ReplySourceKind.Submission);
        return new ReplyClassResponse(
            read.RuleId, read.Provider, ReplyNames.Of(read.Cause), ReplyNames.Of(read.Scope), ReplyNames.Of(read.Severity), read.Action, read.IsTemporary, read.IsCertain, read.IsInfrastructure, read.EndsRecipient,
            rules.Rules.FirstOrDefault(rule => rule.Id == read.RuleId)?.Source);
    }

    /// <summary>What is wrong with a provider's name, as a sentence; null where it is known. A name with a dot or a colon is a host.</summary>
    /// <param name="profiles">Names of data/providers: some of these speak as everybody does, and have no rules of their own.</param>
    public static string? FindUnknown(ReplyRules rules, IReadOnlySet<string> profiles, string provider) =>
        provider.Length == 0 || provider.AsSpan().IndexOfAny('.', ':') >= 0 || rules.Find(provider) is not null || profiles.Contains(provider)
            ? null
            : $"\"{provider}\" is no provider that is known: name an MX host, or one of {string.Join(", ", rules.Sources.Select(source => source.Name).Union(profiles).Order(StringComparer.Ordinal))}";

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/classify", Classify).Answers<ReplyClassResponse>("classifyReply", "What a remote reply means: cause, whom it is about, how far it reaches, what to do", problems: [400]).WithTags("Replies").ChangesNothing();
        api.MapGet("/replies/unknown", Unknown).Answers<IReadOnlyList<UnknownReplyResponse>>("listUnknownReplies", "Replies that no rule knew, most frequent first", problems: [400]).WithTags("Replies");
    }

    private static IResult Classify(ClassifyRequest request, IReplyClassifier classifier, ReplyRules rules, KnownWays ways) =>
        string.IsNullOrWhiteSpace(request.Text)
            ? StandfastEndpoints.Problem(400, "bad_reply", "\"text\" must be a reply, such as \"550 5.1.1 no such user\"")
            : request.Provider is { } provider && FindUnknown(rules, ways.Providers, provider) is { } unknown ? StandfastEndpoints.Problem(400, "no_such_provider", unknown)
            : request.Phase is { Length: > 0 } phase && !s_phases.Contains(phase) ? StandfastEndpoints.Problem(400, "bad_phase", $"phase = \"{phase}\" must be one of {string.Join(", ", s_phases)}")
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
