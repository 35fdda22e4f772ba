using Standfast.Policy.Content;
using Standfast.Policy.Content.Rules;
using Tomlyn;
using Tomlyn.Model;

namespace Standfast.Policy.Compromise;

/// <summary>How mail of sign-up forms is told from other mail, read from <c>data/compromise/confirmations.toml</c>.</summary>
public sealed class ConfirmationPhrases
{
    private const int Version = 1;

    /// <summary>Characters of a text that are looked at.</summary>
    private const int MaxCharacters = 1_000;

    private readonly PhraseSet _phrases;

    private ConfirmationPhrases(IReadOnlyCollection<string> phrases) => _phrases = new PhraseSet(phrases);

    /// <summary>Whatever is wrong is reported.</summary>
    public static (ConfirmationPhrases Phrases, IReadOnlyList<string> Mistakes) ReadFile(string path)
    {
        var (phrases, mistakes) = (new List<string>(), new List<string>());
        try
        {
            var table = TomlSerializer.Deserialize<TomlTable>(File.ReadAllText(path)) ?? [];
            if (!table.TryGetValue("version", out var version) || version is not (long)Version) mistakes.Add($"{Path.GetFileName(path)}: version must be {Version}");
            if (table.TryGetValue("phrases", out var listed) && listed is TomlArray array) phrases.AddRange(array.OfType<string>().Where(phrase => phrase.Length > 0));
            if (phrases.Count == 0) mistakes.Add($"{Path.GetFileName(path)}: there are no phrases");
        }
        catch (Exception exception) when (exception is IOException or TomlException)
        {
            mistakes.Add($"{Path.GetFileName(path)}: {exception.Message}");
        }

        return (new ConfirmationPhrases(phrases), mistakes);
    }

    public bool IsConfirmation(MessageView view)
    {
        if (_phrases.IsIn(view.Subject)) return true;
        var text = view.Text.Length > 0 ? view.Text : view.VisibleText;
        return _phrases.IsIn(text.AsSpan(0, Math.Min(text.Length, MaxCharacters)));
    }
}
