using Standfast.Policy.Checks;
using Standfast.Policy.Compromise;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Policy.Compromise;

public sealed class ConfirmationWatchTests
{
    private static readonly (string Subject, string Text) s_confirmation = ("Please confirm your subscription", "Hello, one click and you are in.");

    [Fact]
    public void FourthConfirmationInAnHour_IsHeld_WhoeverSendsIt()
    {
        var test = Open();
        for (var form = 0; form < 3; form++) Assert.Null(Ask(test, $"form-{form}", s_confirmation));
        var held = Ask(test, null, ("Fast fertig", "Vielen Dank für Ihre Anmeldung!"));
        Assert.Equal(("SF-7007", GuardAction.Hold, "you@example.net"), (held!.Id, held.Action, held.Subject));
        Assert.Null(Ask(test, "form-9", s_confirmation, "other@example.net"));
        Assert.Null(Ask(test, "form-9", ("Your code is 1234", "Enter it to sign in.")));
        test.Test.Time.Advance(TimeSpan.FromHours(2));
        Assert.Null(Ask(test, "form-1", s_confirmation));
    }

    [Fact]
    public void FormThatFloods_IsHeldAsAWhole()
    {
        var test = Open();
        for (var number = 0; number < 100; number++) Ask(test, "form-1", s_confirmation, $"victim{number % 5}@example.net");
        Assert.Equal("SF-7008", test.Test.Watch.Find("form-1")!.Hold!.FindingId);
        Assert.Null(test.Test.Watch.Find("form-2"));
    }

    private static (WatchUnderTest Test, ConfirmationWatch Watch) Open()
    {
        var (phrases, mistakes) = ConfirmationPhrases.ReadFile(Path.Combine(Repository.Root, "data", "compromise", "confirmations.toml"));
        Assert.Empty(mistakes);
        var test = new WatchUnderTest();
        return (test, new ConfirmationWatch(phrases, test.Watch, test.Time, onlyReports: false));
    }

    private static Finding? Ask((WatchUnderTest Test, ConfirmationWatch Watch) test, string? user, (string Subject, string Text) mail, string recipient = "you@example.net") =>
        test.Watch.CheckAsync(test.Test.Message(user, "127.0.0.1", mail.Subject, mail.Text, recipients: recipient), CancellationToken.None).AsTask().GetAwaiter().GetResult();
}
