using System.Diagnostics;
using System.Globalization;
using Standfast.Accounts.Pauses;
using Standfast.Policy.Checks;

namespace Standfast.Policy.Credentials;

/// <summary>Takes no mail of what is paused: the client keeps it and tries again. The reason stays with the owner: the reply may reach a thief.</summary>
public sealed class PauseCheck(SendingPauses pauses) : ISenderCheck, IMessageCheck
{
    public Finding? Check(SubmissionContext context) => Describe(pauses.Find(context.Account, null, context.Credential?.UserName));

    public ValueTask<Finding?> CheckAsync(SubmittedMessage message, CancellationToken cancellationToken) =>
        new(Describe(pauses.Find(message.Context.Account, message.Stream, message.Context.Credential?.UserName)));

    private static Finding? Describe(Pause? pause) => pause?.Target switch
    {
        null => null,
        PauseTarget.OfCredential one => Defer("SF-1106", $"Credential {one.UserName}", pause, $"--credential {one.UserName}"),
        PauseTarget.OfAccount one => Defer("SF-1107", $"Account {one.Account}", pause, $"--account {one.Account}"),
        PauseTarget.OfStream one => Defer("SF-1108", $"Stream {one.Account}/{one.Stream}", pause, $"--stream {one.Account}/{one.Stream}"),
        PauseTarget.Everything => Defer("SF-1109", "This server's sending", pause, "--all"),
        _ => throw new UnreachableException(),
    };

    private static Finding Defer(string id, string subject, Pause pause, string option) =>
        new(id, GuardAction.Defer, subject, $"paused since {pause.Since.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)}", $"its mail is taken again after \"standfast resume {option}\"") { IsBinding = true };
}
