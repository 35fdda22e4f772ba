using System.IO.Compression;
using System.Text;
using Standfast.Simulation.Internet.Honest;

namespace Standfast.Simulation.Internet.Traffic;

/// <summary>What attackers, and customers who do harm, write.</summary>
internal static class HarmfulText
{
    private const string Footer = "\r\n\r\nGarden House Ltd, 12 Mill Lane, Oxford OX1 2AB, United Kingdom.";

    private static readonly string[] s_spam =
    [
        "Hello friend,\r\n\r\nour traders double their deposits every week. Write back and we tell you the method number {0}. Only few places are left, and whoever waits is late.\r\n\r\nThe circle",
        "Dear sir or madam,\r\n\r\nI am a lawyer and need your help to move the sum of {0}00,000 dollars of a late client. You keep a third. Answer in confidence with your full name and bank.\r\n\r\nBarrister Cole",
        "Best prices on pills without prescription, discreet delivery, order {0} today and pay half.\r\nhttp://cheap-pills.example.net/{0}\r\n\r\nYour online pharmacy",
        "You were chosen as a winner of our draw number {0}! Claim your gift card now, it expires tonight: http://prize.example.net/{0}\r\n\r\nPrize team",
    ];

    private static readonly string[] s_spamSubjects = ["Exclusive news {0}", "Confidential matter {0}", "Your order of health {0}", "You won {0}"];

    private static readonly (string Name, string Subject, string Html)[] s_phishing =
    [
        ("Customer care", "Your account", "<p>Please verify your account.</p><a href=\"https://paypa1.com/login\">Open</a>"),
        ("Customer care", "Your account", "<p>Please sign in.</p><a href=\"https://phish.example/x\">https://www.paypal.com/signin</a>"),
        ("Customer care", "Security alert", "<p>Unusual activity: confirm your password within 24 hours, or your account will be closed.</p><a href=\"http://198.51.100.23/login\">Confirm</a>"),
        ("PayPal Support", "Your account has been limited", "<p>Restore access within 24 hours.</p><a href=\"https://cheap-flowers.example/wp/x\">Restore access</a>"),
        ("Customer care", "Sign in", "<p>Sign in below.</p><form action=\"https://phish.example/\"><input name=\"u\"><input type=\"password\" name=\"p\"></form>"),
    ];

    private static readonly (string Subject, string Text)[] s_confirmations =
    [
        ("Please confirm your subscription", "Hello, please open the link to confirm that you want our letter: https://www.{0}/c"),
        ("Almost done", "Thanks for signing up. Verify your email and you are in: https://www.{0}/v"),
        ("Nur noch ein Klick", "Vielen Dank für Ihre Anmeldung. Hier geht es weiter: https://www.{0}/k"),
        ("Votre compte", "Bonjour, confirmez votre inscription par ce lien: https://www.{0}/i"),
    ];

    private static readonly byte[] s_testFile = NestedZip(Encoding.ASCII.GetBytes(@"X5O!P%@AP[4\PZX54(P^)7CC)7}$EI" + "CAR-STAND" + "ARD-ANTIVIRUS-TEST-FILE!$H+H*"));

    private static readonly byte[] s_macros = Zip(("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/document.xml", "<w:document/>"u8.ToArray()), ("word/vbaProject.bin", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]));

    public static HarmfulMail Spam(Context context)
    {
        // One run sends one text.
        var which = context.Draw % s_spam.Length;
        return Plain("info", string.Format(null, s_spamSubjects[which], context.Number), string.Format(null, s_spam[which], context.Number));
    }

    /// <summary>The name of a sign-up is an advertisement.</summary>
    public static HarmfulMail FormSpam(Context context)
    {
        var (subject, text) = HonestTexts.SignUp(context.Random, context.Domain);
        return Plain("hello", subject, string.Concat("Hello You won! Take it at http://prize.example.net/a", text.AsSpan(text.IndexOf(',', StringComparison.Ordinal))));
    }

    public static HarmfulMail PurchasedList(Context context) => Bulk(
        context, "bought", "News from the garden", "Dear reader,\r\n\r\nthe first bulbs are here. We grow tulips, crocus and daffodils of our own and send them all of this month." + Footer + $" Unsubscribe: https://www.{context.Domain}/u/{context.Number}",
        hasWayOut: true);

    public static HarmfulMail FakeReply(Context context) => Bulk(
        context, "talk", $"Re: our talk of last week {context.Number}", "As I said: garden tools at half the price." + Footer + $" Unsubscribe: https://www.{context.Domain}/u/{context.Number}", hasWayOut: true);

    public static HarmfulMail NoWayToLeave(Context context) => Bulk(
        context, "offers", $"Offers of the week", "Dear reader,\r\n\r\nthis week all our tools cost a third less, and we send them free of charge from two pieces on. Come and see them in our shop." + Footer, hasWayOut: false);

    public static HarmfulMail Phishing(Context context)
    {
        var (name, subject, html) = s_phishing[context.Number % s_phishing.Length];
        return new HarmfulMail("service", name, subject, "", "Content-Type: text/html; charset=utf-8\r\n", html);
    }

    public static HarmfulMail TestFile(Context context) => Attached($"Your scan {context.Number}", "a.zip", "application/zip", s_testFile);

    public static HarmfulMail Macros(Context context) => Attached($"Invoice {context.Number}", "invoice.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", s_macros);

    /// <summary>A loop in the shop's program.</summary>
    public static HarmfulMail Receipt(Context context)
    {
        var (subject, text) = HonestTexts.Receipt(context.Random, context.Domain);
        return Plain("shop", subject, text);
    }

    public static HarmfulMail Confirmation(Context context)
    {
        var (subject, text) = s_confirmations[(context.Draw + context.Account) % s_confirmations.Length];
        return Plain("hello", subject, string.Format(null, text, context.Domain)) with { Recipient = $"victim{context.Number % 5}@gmail.com" };
    }

    private static HarmfulMail Plain(string localPart, string subject, string text) => new(localPart, null, subject, "", MailWriter.PlainText, text);

    private static HarmfulMail Bulk(Context context, string campaign, string subject, string text, bool hasWayOut)
    {
        var fields = $"X-Standfast-Stream: bulk\r\nX-Standfast-Campaign: {campaign}\r\n";
        return Plain("news", subject, text) with { Fields = hasWayOut ? fields + HonestTexts.BulkFields(context.Domain, context.Random) : fields };
    }

    private static HarmfulMail Attached(string subject, string name, string type, byte[] content)
    {
        var (kind, body) = MailWriter.Attach("Please find it enclosed.", name, type, content);
        return new HarmfulMail("office", null, subject, "", kind, body);
    }

    private static byte[] NestedZip(byte[] content) => Zip(("b.zip", Zip(("c.zip", Zip(("d.bin", content))))));

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                var entry = zip.CreateEntry(name);
                entry.LastWriteTime = HonestSenders.Begin;
                using var writer = entry.Open();
                writer.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <param name="Number">Of the message within its mix.</param>
    /// <param name="Draw">The same for all messages of one mix.</param>
    /// <param name="Account">Which of the mix's accounts sends it.</param>
    internal sealed record Context(int Number, int Draw, int Account, string Domain, Random Random);
}
