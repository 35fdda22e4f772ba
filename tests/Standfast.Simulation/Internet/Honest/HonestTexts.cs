namespace Standfast.Simulation.Internet.Honest;

/// <summary>What honest people and programs write.</summary>
internal static class HonestTexts
{
    private static readonly string[] s_names = ["Anna", "Bruno", "Chiara", "Dmitri", "Elif", "Frank", "Grace", "Henrik", "Ines", "Jonas", "Karin", "Liam", "Mia", "Nadia", "Oscar", "Petra", "Quentin", "Rosa", "Sven", "Tara", "Ugo", "Vera", "Wim", "Yara", "Zoe"];

    private static readonly string[] s_goods = ["two pots of rosemary", "a garden hose of 20 metres", "a set of screwdrivers", "linen sheets", "a reading lamp", "three notebooks", "coffee beans, 1 kg", "a bicycle light", "a pair of gloves", "seeds for a meadow"];

    private static readonly string[] s_sentences =
    [
        "Thanks for your patience with this.", "I have looked at the numbers you sent on Monday and they add up.", "Could we move our meeting to the afternoon?", "The children liked the museum very much.", "I attach nothing this time, it is all in the shared folder.",
        "Please tell the others that the train leaves ten minutes earlier.", "We agreed to paint the kitchen next week if the weather holds.", "The draft needs one more round, mostly in the second chapter.", "Our neighbour asked whether we still have the ladder.",
        "I would rather wait for the answer of the insurance before we decide.", "The printer on the third floor is out of order again.", "Let us keep the budget as it is and look again in spring.", "Your letter arrived yesterday, and I was glad to read it.",
        "The contract can be signed as soon as the last page is corrected.", "Grandmother is well and sends her love.", "If you need a hand with the move, call me on Saturday.", "The new version starts faster but uses more memory.", "I could not reproduce the fault on my machine.",
        "Two of the samples were broken when they came.", "The choir sings in the old church on Sunday at five.", "We should invite the team from Lyon as well.", "My flight is late, so do not wait with dinner.",
    ];

    private static readonly string[] s_topics = ["Thursday", "the report", "next week", "the house", "our visit", "the order of chairs", "minutes of the meeting", "a question", "photos", "the invoice of March", "the draft", "dinner", "the train", "the garden"];

    public static string Name(Random random) => s_names[random.Next(s_names.Length)];

    public static string Topic(Random random) => s_topics[random.Next(s_topics.Length)];

    public static string Letter(Random random) => $"Hello {Name(random)},\r\n\r\n{string.Join(' ', Enumerable.Range(0, random.Next(3, 9)).Select(_ => s_sentences[random.Next(s_sentences.Length)]))}\r\n\r\nBest wishes\r\n{Name(random)}";

    public static (string Subject, string Text) Receipt(Random random, string domain) => (
        $"Your order {random.Next(10_000, 99_999)}",
        $"Dear {Name(random)},\r\n\r\nthank you for your order of {s_goods[random.Next(s_goods.Length)]}. We have packed it and it leaves our house today. The sum of {random.Next(5, 200)}.{random.Next(10, 99)} EUR was paid by card.\r\nYour parcel is carried by the post; a carrier brings it within two days. You find your order at https://www.{domain}/orders/{random.Next(10_000, 99_999)}.\r\n\r\nKind regards,\r\nthe shop at {domain}");

    public static (string Subject, string Text) Shipped(Random random, string domain) => (
        $"Your parcel is on its way",
        $"Dear {Name(random)},\r\n\r\nyour parcel left our house today. The carrier brings it tomorrow between nine and six; you can follow it at https://tracking.carrier.example/p/{random.Next(1_000_000, 9_999_999)}.\r\nIf nobody is at home it goes to the next post office.\r\n\r\nKind regards,\r\nthe shop at {domain}");

    public static (string Subject, string Text) Reset(Random random, string domain) => (
        "Reset your password",
        $"Hello {Name(random)},\r\n\r\nyou asked to set a new password. Open https://app.{domain}/reset/{random.Next()} within one hour. If it was not you, do nothing; your password stays as it is.\r\n\r\nThe team of {domain}");

    public static (string Subject, string Text) Code(Random random, string domain) => (
        $"{random.Next(100_000, 999_999)} is your code", $"Your code to sign in to {domain} is {random.Next(100_000, 999_999)}. It is good for ten minutes. We never ask for it by phone.");

    public static (string Subject, string Text) SignUp(Random random, string domain) => (
        "Please confirm your email address", $"Hello {Name(random)},\r\n\r\nwelcome to {domain}. Please confirm your email address by opening https://app.{domain}/confirm/{random.Next()}. If you did not sign up, do nothing.\r\n\r\nThe team of {domain}");

    public static (string Subject, string Text) Build(Random random) => (
        $"[build] main #{random.Next(1_000, 9_999)} {(random.Next(5) == 0 ? "failed" : "passed")}",
        $"Commit {random.Next():x8} by {Name(random)}: {s_topics[random.Next(s_topics.Length)]}\r\n{random.Next(200, 900)} tests in {random.Next(20, 400)} seconds, {random.Next(0, 3)} failed.\r\nLog: https://ci.internal.example/runs/{random.Next()}");

    public static (string Subject, string Text) Invoice(Random random, string domain) => (
        $"Invoice {random.Next(100_000, 999_999)} for this month",
        $"Dear {Name(random)},\r\n\r\nyour invoice of {random.Next(10, 90)}.{random.Next(10, 99)} EUR for this month is ready at https://my.{domain}/invoices/{random.Next()}. We take the sum from your account in ten days; there is nothing for you to do.\r\n\r\nKind regards,\r\naccounts of {domain}");

    public static (string Subject, string Text) Newsletter(Random random, string domain, int issue) => (
        $"Letter {issue}: {s_topics[issue % s_topics.Length]} and more",
        $"Dear reader,\r\n\r\nthis is letter {issue} of {domain}. {string.Join(' ', Enumerable.Range(0, 8).Select(number => s_sentences[(issue * 7 + number * 3) % s_sentences.Length]))}\r\n\r\nRead on at https://www.{domain}/letters/{issue}\r\n\r\n{domain}, 12 Mill Lane, Oxford OX1 2AB, United Kingdom\r\nYou get this letter because you asked for it. Unsubscribe: https://www.{domain}/u/{random.Next()}");

    public static string BulkFields(string domain, Random random) => $"List-Unsubscribe: <https://www.{domain}/u/{random.Next()}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nList-Id: letters of {domain} <letters.{domain}>\r\n";
}
