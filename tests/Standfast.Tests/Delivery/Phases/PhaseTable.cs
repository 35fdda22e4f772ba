namespace Standfast.Tests.Delivery.Phases;

/// <summary>One law of the table file; "-" where it does not matter.</summary>
internal sealed record PhaseRow(string Phase, string Answer, string Outcome, string Reply, string At, string Connection, string Next, string Dsn)
{
    public bool Fits(string phase, string answer) =>
        phase == Phase && (Answer == "*" || answer == Answer || (Answer is "4xx" or "5xx" && int.TryParse(answer, out var code) && code / 100 == Answer[0] - '0'));
}

/// <summary>The table file.</summary>
internal static class PhaseTable
{
    private static readonly PhaseRow[] s_rows =
    [
        .. from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Delivery", "Phases", "phases.txt"))
           where line.Length > 0 && line[0] != '#'
           let column = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
           select new PhaseRow(column[0], column[1], column[2], column[3], column[4], column[5], column[6], column[7]),
    ];

    public static IEnumerable<string> Phases => s_rows.Select(row => row.Phase).Distinct();

    public static PhaseRow Find(string phase, string answer) => s_rows.First(row => row.Fits(phase, answer));
}
