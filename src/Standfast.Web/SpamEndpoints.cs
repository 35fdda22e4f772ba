using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Accounts;
using Standfast.Api;
using Standfast.Mail;
using Standfast.Policy.Checks;
using Standfast.Policy.Phishing;
using Standfast.Policy.Spam;

namespace Standfast.Web;

/// <summary>What the guard thinks of a message, and what the owner thinks of it.</summary>
internal static class SpamEndpoints
{
    /// <summary>Words and traits shown; ours.</summary>
    private const int MaxReasons = 20;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/spam/check", Check).Answers<SpamCheckResponse>("checkSpam", "What the guard thinks of a message; nothing is sent or learned", problems: [400]).WithTags("Spam");
        api.MapPost("/spam/learn", Learn).Answers<SpamFeedbackResponse>("learnSpam", "Teach the server that a message is spam or ham", problems: [400, 409, 503]).WithTags("Spam");
        api.MapPost("/spam/unlearn", Unlearn).Answers<SpamFeedbackResponse>("unlearnSpam", "Take back what was taught of a message", problems: [400, 404, 409, 503]).WithTags("Spam");
    }

    private static IResult Check(SpamCheckRequest request, SpamClassifier classifier, PhishingAnalysis phishing, IAccountStore accounts)
    {
        if (!AccountId.TryParse(request.Account, out var account)) return StandfastEndpoints.Problem(400, "bad_account", $"\"{request.Account}\" is not the name of an account");
        var message = StoredMessage.Read(request.Message);
        var (verdict, reasons) = classifier.Explain(message.ToSpamSubject(), MaxReasons);
        var signs = phishing.Judge(message.ToPhishingSubject(phishing.Hosts, registered => DomainName.TryParse(registered, out var name) && accounts.FindDomain(name)?.Account == account));
        GuardAction? action = verdict.Kind switch { SpamKind.Certain => GuardAction.Hold, SpamKind.Likely => GuardAction.Note, _ => null };
        if (signs.Action is { } other && (action is null || other > action)) action = other;
        if (signs.Action == GuardAction.Note && verdict.Kind == SpamKind.Likely) action = GuardAction.Hold;
        return Results.Json(
            new SpamCheckResponse(
                action is { } decided ? Name(decided) : "pass", Math.Round(verdict.Probability, 4), Name(verdict.Kind), signs.Points, [.. reasons.Select(reason => new SpamReasonResponse(reason.Feature, reason.Weight))],
                [.. signs.Signs.Select(sign => new PhishingSignResponse(sign.Id, sign.Points, sign.Subject, sign.Rule))]),
            ApiJson.Default.SpamCheckResponse);
    }

    private static IResult Learn(SpamFeedbackRequest request, SpamClassifier classifier, TimeProvider time) => Change(request, classifier, (feedback, fingerprint, subject) =>
        feedback.TryLearn(fingerprint, request.As == "spam", SpamClassifier.FeaturesOf(subject), time.GetUtcNow())
            ? (request.As, null)
            : (null, StandfastEndpoints.Problem(409, "feedback_full", $"{SpamFeedback.MaxEntries} messages are learned, which is all there is room for: unlearn some first")));

    private static IResult Unlearn(SpamFeedbackRequest request, SpamClassifier classifier) => Change(request, classifier, (feedback, fingerprint, _) => feedback.Find(fingerprint) switch
    {
        null => (null, StandfastEndpoints.Problem(404, "not_learned", "this message is not learned: it must be the same file to the last octet")),
        { } known when known.IsSpam != (request.As == "spam") => (null, StandfastEndpoints.Problem(409, "learned_otherwise", $"this message is learned as {(known.IsSpam ? "spam" : "ham")}")),
        _ => (feedback.Unlearn(fingerprint) is null ? "" : null, null),
    });

    private static IResult Change(SpamFeedbackRequest request, SpamClassifier classifier, Func<SpamFeedback, string, SpamSubject, (string? As, IResult? Refusal)> change)
    {
        if (request.As is not ("spam" or "ham")) return StandfastEndpoints.Problem(400, "bad_label", "\"as\" must be spam or ham");
        if (classifier.Feedback is not { } feedback) return StandfastEndpoints.Problem(503, "no_feedback", "this server keeps no feedback");
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(request.Message));
        var subject = StoredMessage.Read(request.Message).ToSpamSubject();
        var before = classifier.Judge(subject).Probability;
        try
        {
            var (learned, refusal) = change(feedback, fingerprint, subject);
            if (refusal is not null) return refusal;
            var (spam, ham) = feedback.Messages;
            return Results.Json(
                new SpamFeedbackResponse(fingerprint, learned is "" ? null : learned, Math.Round(before, 4), Math.Round(classifier.Judge(subject).Probability, 4), spam, ham), ApiJson.Default.SpamFeedbackResponse);
        }
        catch (IOException)
        {
            return StandfastEndpoints.Problem(503, "not_stored", "the feedback could not be stored; nothing is changed");
        }
    }

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
