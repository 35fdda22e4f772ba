using Microsoft.Extensions.Time.Testing;
using Standfast.Mail;
using Standfast.Policy.Suppression;

namespace Standfast.Tests.Policy.Suppression;

public sealed class SuppressionImportTests
{
    private readonly FakeSuppressionStore _store = new();

    [Theory]
    [InlineData("a@example.net\nB@example.net\n", "a@example.net account shop imported, b@example.net account shop imported")]
    [InlineData("email,reason\na@example.net,Bounce\nb@example.net,Complaint\nc@example.net,unsubscribe\nd@example.net,whim", "a@example.net account shop hard-bounce, b@example.net account shop complaint, c@example.net account shop unsubscribed, d@example.net account shop imported")]
    [InlineData("x;Email_Address\n1;a@example.net", "a@example.net account shop imported")]
    [InlineData("address,scope,account,stream,reason\na@example.net,global,,,manual\nb@example.net,stream,other,news,unsubscribed", "a@example.net this server manual, b@example.net stream news of account other unsubscribed")]
    public async Task Run_ReadsListsOfSeveralMakes(string csv, string expected)
    {
        var result = await RunAsync(csv);
        Assert.Equal((result.Read, 0), (result.Added, result.Invalid));
        Assert.Equal(expected, string.Join(", ", _store.Entries.Select(entry => $"{entry.Address} {entry.Scope} {entry.Reason.Name()}")));
        Assert.All(_store.Entries, entry => Assert.Equal(("old system", "import-1"), (entry.Source, entry.Cause)));
    }

    [Fact]
    public async Task Run_TakesWhatIsGood_AndNamesTheRest()
    {
        var result = await RunAsync("address\na@example.net\nnobody\nA@EXAMPLE.net\n@\n");
        Assert.Equal((4, 1, 1, 2), (result.Read, result.Added, result.Known, result.Invalid));
        Assert.Equal(["record 3: \"nobody\" is not an address", "record 5: \"@\" is not an address"], result.Mistakes);
    }

    [Fact]
    public async Task Run_SaysWhereNoColumnHoldsAddresses() => Assert.StartsWith("record 1: no column", Assert.Single((await RunAsync("name,age\nann,7")).Mistakes), StringComparison.Ordinal);

    private Task<SuppressionImportResult> RunAsync(string csv) => new SuppressionImport(
        new SuppressionList(_store, new byte[16]), SuppressionScope.Of(AccountId.Parse("shop")), SuppressionReason.Imported, "old system", "import-1", new FakeTimeProvider())
        .RunAsync(new StringReader(csv), TestContext.Current.CancellationToken);
}
