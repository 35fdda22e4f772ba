namespace Standfast.Web.Console.Home;

/// <summary>The distance to a published limit.</summary>
/// <param name="Title">Such as "gmail: complaints of source main".</param>
/// <param name="Figures">Such as "0.06 % of 0.3 %".</param>
/// <param name="Share">1 at the limit.</param>
/// <param name="Warn">Where the publisher wants us below, as a share of the limit; null for no such number.</param>
/// <param name="Verdict">Safe, or Watch from near the limit on; null where there is too little mail to say.</param>
/// <param name="IsOver">The limit is passed.</param>
/// <param name="Forecast">One clause.</param>
/// <param name="Meaning">What happens at the limit.</param>
public sealed record LimitLine(string Title, string Figures, double Share, double? Warn, Verdict? Verdict, bool IsOver, string Forecast, string Meaning, string Source);
