using Standfast.Reputation.DataFiles;

namespace Standfast.Recovery.Answers;

/// <summary>Reads data/answers/answers.toml: <c>version = 1</c> and an <c>[[answer]]</c> for each meaning.</summary>
public static class AnswerRuleFile
{
    private const int Version = 1;

    public static (IReadOnlyList<AnswerRule> Rules, IReadOnlyList<string> Mistakes) Read(string file, string text)
    {
        var (rules, mistakes) = (new List<AnswerRule>(), new List<string>());
        if (!TomlFields.TryParse(file, text, mistakes, out var fields)) return (rules, mistakes);
        if (fields.Number("version", 1, int.MaxValue) is not Version) mistakes.Add($"{file}: version must be {Version}");
        foreach (var entry in fields.Tables("answer"))
        {
            var name = entry.OneOf("means", null, [.. AnswerNames.All]);
            entry.Subject = name;
            var rule = new AnswerRule(AnswerNames.Read(name), entry.Texts("any"), entry.Texts("none"));
            if (rule.Any.Count == 0) entry.Refuse("any", "", "at least one phrase");
            foreach (var phrase in rule.Any.Concat(rule.None).Where(phrase => phrase.Length < 3 || phrase.Any(char.IsUpper))) entry.Refuse("any", phrase, "of 3 characters or more, in lower case");
            entry.Text("source");
            entry.Date("date");
            entry.RefuseOthers();
            rules.Add(rule);
        }

        fields.RefuseOthers();
        return (rules, mistakes);
    }
}
