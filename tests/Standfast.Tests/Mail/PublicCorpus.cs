namespace Standfast.Tests.Mail;

/// <summary>
/// Test material of other projects that stands beside the repository (../shared/suites). It is an extra: every test that reads
/// it has cases of its own first.
/// </summary>
internal static class PublicCorpus
{
    /// <summary>Null where the corpus is not at hand.</summary>
    public static string? Find(string path)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Standfast.slnx"))) folder = Path.GetDirectoryName(folder)!;
        var found = Path.Combine(Path.GetDirectoryName(folder)!, "shared", "suites", path);
        return Path.Exists(found) ? found : null;
    }

    /// <summary>Header sections of the messages in these folders, with CRLF line ends and without a leading mbox line.</summary>
    public static IEnumerable<(string File, byte[] Header)> Headers(params string[] folders)
    {
        foreach (var folder in folders)
        {
            if (Find(folder) is not { } path) continue;
            foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)).Replace("\r\n", "\n", StringComparison.Ordinal);
                if (text.StartsWith("From ", StringComparison.Ordinal)) text = text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..];
                var end = text.IndexOf("\n\n", StringComparison.Ordinal);
                if (end > 0 && !text.Contains('\r')) yield return (file, System.Text.Encoding.Latin1.GetBytes(text[..(end + 1)].Replace("\n", "\r\n", StringComparison.Ordinal)));
            }
        }
    }
}
