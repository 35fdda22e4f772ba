using System.Text;
using System.Web;

namespace Standfast.Benchmarks.Spam;

/// <summary>
/// Honest mail of today, made from templates that we wrote: the public corpora have none younger than 2010, while their spam goes on to
/// 2026, so that a model would learn the year. Each template in several layouts.
/// </summary>
internal static class HonestMail
{
    private static readonly string[] s_names = ["Anna Schmidt", "John Miller", "María García", "Luc Martin", "Giulia Rossi", "Tom de Vries", "Priya Patel", "Kenji Sato", "Olga Novak", "Sam Brown"];
    private static readonly string[] s_shops = ["Northwind", "Bluebell", "Hafenladen", "Petit Jardin", "Casa Verde", "Stillwater", "Greenfield", "Papierwerk", "Lumen", "Tidewater"];
    private static readonly string[] s_months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    /// <param name="file">Templates, parted by lines of %%: a subject, then a text in which \n is a line end.</param>
    /// <param name="copies">Of each template.</param>
    public static List<CorpusMessage> Make(string file, int copies)
    {
        var messages = new List<CorpusMessage>();
        var templates = File.ReadAllText(file).Split("\n%%\n");
        for (var number = 0; number < templates.Length; number++)
        {
            var lines = templates[number].Trim('\n').Split('\n', 2);
            for (var copy = 0; copy < copies; copy++)
            {
                var random = new Random((number * 1000) + copy);
                var host = $"{s_shops[random.Next(s_shops.Length)].Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant()}.example";
                var (subject, text) = (Fill(lines[0], host, random), Fill(lines[1].Replace("\\n", "\n", StringComparison.Ordinal), host, random));
                // All copies of a template have one key: a held back template is wholly unseen.
                var made = Encoding.UTF8.GetBytes(Write(subject, text, host, copy % 4, random));
                messages.Add(new CorpusMessage("honest/ham", false, $"{number}-{copy}", made, $"honest {number}"));
            }
        }

        return messages;
    }

    private static string Fill(string text, string host, Random random)
    {
        var filled = new StringBuilder(text);
        string One(string[] from) => from[random.Next(from.Length)];
        foreach (var (mark, value) in new (string, Func<string>)[]
        {
            ("{name}", () => One(s_names)), ("{shop}", () => One(s_shops)), ("{month}", () => One(s_months)), ("{n}", () => $"{random.Next(100_000, 999_999)}"),
            ("{amount}", () => $"{"€$£"[random.Next(3)]}{random.Next(5, 400)}.{random.Next(10, 99)}"), ("{link}", () => $"https://www.{host}/{random.Next(1_000_000):x}/{random.Next(1_000_000):x}"),
        })
            filled.Replace(mark, value());
        return filled.ToString();
    }

    private static string Write(string subject, string text, string host, int layout, Random random)
    {
        var head = $"From: {s_shops[random.Next(s_shops.Length)]} <hello@{host}>\nTo: reader@reader.example\nSubject: =?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(subject))}?=\nMIME-Version: 1.0\n";
        const string Plain = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n";
        const string Rich = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n";
        var html = Html(text, host, layout == 3);
        var whole = layout switch
        {
            0 => head + Plain + text + "\n",
            1 => head + Rich + html + "\n",
            _ => $"{head}Content-Type: multipart/alternative; boundary=b\n\n--b\n{Plain}{text}\n--b\n{Rich}{html}\n--b--\n",
        };
        return whole.Replace("\n", "\r\n", StringComparison.Ordinal);
    }

    private static string Html(string text, string host, bool isRich)
    {
        var body = string.Concat(text.Split("\n\n").Select(paragraph => $"<p>{string.Join(' ', HttpUtility.HtmlEncode(paragraph).Replace("\n", "<br> ", StringComparison.Ordinal).Split(' ').Select(word => word.StartsWith("https://", StringComparison.Ordinal) ? $"<a href=\"{word}\">{(isRich ? "Open" : word)}</a>" : word))}</p>\n"));
        return isRich
            ? $"<!doctype html><html><head><style>.c{{max-width:600px}}@media(max-width:600px){{.c{{width:100%}}}}</style></head><body><div style=\"display:none\">Preview</div><table class=\"c\"><tr><td><img src=\"https://www.{host}/logo.png\" alt=\"Logo\">{body}<img src=\"https://www.{host}/a.png\" alt=\"\"></td></tr></table></body></html>"
            : $"<html><body>{body}</body></html>";
    }
}
