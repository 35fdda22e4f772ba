using System.Text;
using Standfast.Policy.Content;
using Standfast.Policy.Phishing;

namespace Standfast.Tests.Policy.Phishing;

/// <summary>Messages as the analysis sees them, over the data that is shipped.</summary>
internal static class PhishingCases
{
    public static PhishingKnowledge Knowledge { get; } = Read();

    public static PhishingAnalysis Analysis { get; } = new(Knowledge);

    public static PhishingVerdict Judge(string body, string from = "news@shop.example", string name = "The Shop", string subject = "Hello", string type = "text/html; charset=utf-8", string? alsoOwn = null)
    {
        var content = $"From: {from}\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\nContent-Type: {type}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}";
        var host = from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var own = Knowledge.Hosts.RegisteredOf(host);
        return Analysis.Judge(new PhishingSubject(host, name, MessageView.Parse(Encoding.UTF8.GetBytes(content)), ["reader.example"], registered => registered == own || registered == alsoOwn));
    }

    public static string Attached(string file, string type, string content) =>
        $"--b\r\nContent-Type: text/plain\r\n\r\nSee the attached document.\r\n--b\r\nContent-Type: {type}; name=\"{file}\"\r\nContent-Disposition: attachment; filename=\"{file}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(Encoding.UTF8.GetBytes(content))}\r\n--b--\r\n";

    private static PhishingKnowledge Read()
    {
        var (knowledge, mistakes) = PhishingFiles.ReadFolder(Path.Combine(AppContext.BaseDirectory, "data", "phishing"));
        Assert.Equal([], mistakes);
        return knowledge;
    }
}
