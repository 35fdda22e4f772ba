namespace Standfast.Simulation.Internet.Traffic;

/// <summary>The mixes that the guard is built against, each once a month.</summary>
internal static class HarmfulMixes
{
    private const string Shop = "shop receipts", Saas = "SaaS sign-in and sign-up mail", Letter = "weekly newsletter", Marketing = "marketing campaign grown slowly", Agency = "agency with many domains", Person = "person with phone, home and office", Tickets = "ticket system", Billing = "billing run at month start";

    public static IReadOnlyList<HarmfulMix> All { get; } =
    [
        new("stolen password", "spam", [Shop, Person, Tickets], 4_000, TimeSpan.FromSeconds(2), HarmfulText.Spam) { Networks = 50 },
        new("hacked web form", "form-spam", [Saas], 2_000, TimeSpan.FromSeconds(3), HarmfulText.FormSpam) { IsOwn = true },
        new("leaked key", "spam", [Saas, Agency], 3_000, TimeSpan.FromSeconds(1), HarmfulText.Spam) { Networks = 1 },
        new("purchased list", "purchased-list", [Letter, Marketing], 2_000, TimeSpan.FromSeconds(4), HarmfulText.PurchasedList) { IsOwn = true },
        new("phishing page", "phishing", [], 1_000, TimeSpan.FromSeconds(5), HarmfulText.Phishing) { Networks = 3 },
        new("malware in nested zip", "malware", [], 300, TimeSpan.FromSeconds(5), HarmfulText.TestFile) { Networks = 3 },
        new("macro document", "macro-document", [], 300, TimeSpan.FromSeconds(5), HarmfulText.Macros) { Networks = 3 },
        new("fake Re: campaign", "fake-reply", [Letter, Marketing], 1_500, TimeSpan.FromSeconds(3), HarmfulText.FakeReply) { IsOwn = true },
        new("missing unsubscribe", "no-way-to-leave", [Letter, Marketing], 1_500, TimeSpan.FromSeconds(3), HarmfulText.NoWayToLeave) { IsOwn = true },
        new("spike of 20 times", "runaway", [Shop, Billing], 1_200, TimeSpan.FromSeconds(3), HarmfulText.Receipt) { IsOwn = true },
        new("list bombing", "list-bomb", [Saas, Agency, Shop], 1_000, TimeSpan.FromSeconds(4), HarmfulText.Confirmation) { IsOwn = true, Accounts = 8 },
    ];
}
