using System.Diagnostics;
using System.Globalization;
using Standfast.Policy.Checks;

namespace Standfast.Policy.Scanners;

/// <summary>Shows submitted mail to each scanner in turn. What none of them could look at is not sent.</summary>
public sealed class ScannerCheck(IReadOnlyList<IScanner> scanners, ScannerFailurePolicy onFailure) : IMessageCheck
{
    public async ValueTask<Finding?> CheckAsync(SubmittedMessage message, CancellationToken cancellationToken)
    {
        Finding? hold = null;
        var request = new ScanRequest(message.Content, message.Context.Sender.Address?.ToString() ?? "", [.. message.Recipients.Select(recipient => recipient.ToString())], message.Id.ToString())
        {
            Client = message.Context.Client,
            User = message.Context.Credential?.UserName,
        };
        foreach (var scanner in scanners)
        {
            if (Judge(scanner, await scanner.ScanAsync(request, cancellationToken), message) is not { } finding) continue;
            if (finding.Action > GuardAction.Hold) return finding;
            hold ??= finding;
        }

        return hold;
    }

    private Finding? Judge(IScanner scanner, ScanVerdict verdict, SubmittedMessage message) => verdict switch
    {
        ScanVerdict.Clean => null,
        ScanVerdict.Infected infected => new Finding("SF-6020", GuardAction.Refuse, "the message", $"holds {infected.Name}, says the scanner {scanner.Name}", "find where the file comes from; if you do not know it, revoke the credential that sent it"),
        ScanVerdict.Spam spam => new Finding("SF-6021", GuardAction.Refuse, "the message", $"is spam, says the scanner {scanner.Name} (score {Number(spam.Score)})", "look at its symbols in the scanner's history and change what they name"),
        ScanVerdict.Suspicious suspicious => new Finding("SF-6022", GuardAction.Hold, "the message", $"looks like spam, says the scanner {scanner.Name} (score {Number(suspicious.Score)}, {suspicious.Action})", "look at it, then release or bounce it"),
        // It greylists strangers; whoever is known here is none.
        ScanVerdict.Later { Action: "greylist" } => null,
        ScanVerdict.Later later => new Finding("SF-6023", GuardAction.Defer, "the message", $"is wanted later by the scanner {scanner.Name} ({later.Action})", "try again later"),
        ScanVerdict.TooLarge => new Finding("SF-6024", GuardAction.Hold, "the message", $"is larger than the scanner {scanner.Name} takes", "raise its limit (StreamMaxLength of clamd), or look at the message and release it"),
        ScanVerdict.Unavailable => new Finding("SF-6025", onFailure.For(message.Context.Account, message.Stream), $"the scanner {scanner.Name}", "does not answer, and nothing leaves unscanned", "try again later"),
        _ => throw new UnreachableException(),
    };

    private static string Number(double score) => score.ToString("0.0", CultureInfo.InvariantCulture);
}
