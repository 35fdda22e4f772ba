using System.Collections.Immutable;
using Tomlyn;
using Tomlyn.Model;

namespace Standfast.Reputation.States;

/// <summary>How sending is resumed after a pause.</summary>
/// <param name="Steps">Messages in each step of time; the first step is the probe.</param>
public sealed record ResumptionPlan(ImmutableArray<int> Steps)
{
    private const int Version = 1;

    /// <summary>Ours.</summary>
    private const int MaxSteps = 50, MaxMessages = 100_000_000;

    /// <summary>How long a pause is, the first one; 1 s to 7 days, ours: 1 h.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The longest pause. Ours: 24 h.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long one step is. Ours: 1 h.</summary>
    public TimeSpan StepTime { get; init; } = TimeSpan.FromHours(1);

    public static ResumptionPlan Default { get; } = new([1, 10, 100, 1_000, 10_000]);

    /// <param name="strikes">Pauses in a row before this one.</param>
    /// <param name="asked">What the provider itself asks for; null for nothing.</param>
    public TimeSpan PauseAfter(int strikes, TimeSpan? asked)
    {
        var first = asked > Pause ? asked.Value : Pause;
        // 2^20 of the shortest pause is longer than any.
        var length = first * (1L << Math.Min(strikes, 20));
        return length < LongestPause ? length : LongestPause;
    }

    /// <summary>Reads <c>version = 1</c> and one <c>[resumption]</c> with messages (of each step), source and date.</summary>
    /// <returns>The plan, and mistakes, one line each; with any of them the server does not start.</returns>
    public static (ResumptionPlan Plan, IReadOnlyList<string> Mistakes) Read(string file, string text)
    {
        var mistakes = new List<string>();
        TomlTable table;
        try
        {
            table = TomlSerializer.Deserialize<TomlTable>(text) ?? [];
        }
        catch (TomlException exception)
        {
            return (Default, [$"{file}: {exception.Message}"]);
        }

        if (!table.TryGetValue("version", out var version) || version is not (long)Version) mistakes.Add($"{file}: version must be {Version}");
        var entry = table.TryGetValue("resumption", out var found) ? found as TomlTable ?? [] : [];
        var steps = entry.TryGetValue("messages", out var numbers) && numbers is TomlArray values ? values.Select(value => value is long number and > 0 and <= MaxMessages ? (int)number : 0).ToImmutableArray() : [];
        if (steps.Length is 0 or > MaxSteps || steps.Contains(0)) mistakes.Add($"{file}: messages must be 1 to {MaxSteps} whole numbers from 1 to {MaxMessages}");
        foreach (var needed in (string[])["source", "date"])
            if (!entry.TryGetValue(needed, out var value) || value is not string { Length: > 0 }) mistakes.Add($"{file}: {needed} is missing");
        foreach (var unknown in entry.Keys.Except(["messages", "source", "date"])) mistakes.Add($"{file}: \"{unknown}\" is not known there");
        return (mistakes.Count > 0 ? Default : new ResumptionPlan(steps), mistakes);
    }
}
