using System.Text.RegularExpressions;

namespace Standfast.Policy.Phishing;

/// <summary>Forms and pages within the message itself.</summary>
internal static partial class BodySigns
{
    public static void Read(PhishingSubject subject, PhishingKnowledge knowledge, SignList signs)
    {
        var view = subject.View;
        if (view.PasswordFields > 0)
        {
            signs.Add("SF-5106", 10, "the HTML part", "asks for a password within the message");
            return;
        }

        if (view.Forms + view.Frames > 0)
        {
            var isForeign = false;
            foreach (var target in view.FormTargets)
                isForeign |= WebAddress.TryParse(target, out var address) && address.Host.Length > 0 && !subject.IsOwn(knowledge.Hosts.RegisteredOf(address.Host));
            signs.Add("SF-5106", isForeign ? 2 : 1, "the HTML part", isForeign ? "has a form or frame of a stranger's site" : "has a form or frame");
        }

        if (view.HasRefresh) signs.Add("SF-5106", 5, "the HTML part", "leads on by itself (meta refresh)");
    }

    public static bool AsksForPassword(string html) => html.Contains("<input", StringComparison.OrdinalIgnoreCase) && Password().IsMatch(html);

    [GeneratedRegex(@"<input[^<>]{0,500}type\s{0,5}=\s{0,5}[""']?password", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Password();
}
