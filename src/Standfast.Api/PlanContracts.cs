namespace Standfast.Api;

/// <param name="Csv">Columns campaign, start, recipients, domain or provider, account or stream, from.</param>
public sealed record PlanRequest(string Csv);

/// <param name="Days">From today to the last that is needed; null where something would not go within ten years.</param>
/// <param name="Unsent">Recipients that would not.</param>
/// <param name="Table">What goes on each day.</param>
public sealed record PlanResponse(int? Days, DateOnly? Ends, long Recipients, long Unsent, IReadOnlyList<PlanCampaignResponse> Campaigns, IReadOnlyList<PlanDayResponse> Table);

/// <param name="Days">From its first day to its last.</param>
/// <param name="BoundBy">What keeps it from going faster, the most important first.</param>
public sealed record PlanCampaignResponse(string Campaign, string Stream, long Recipients, DateOnly Starts, DateOnly? Ends, int? Days, IReadOnlyList<string> BoundBy);

/// <param name="BoundBy">What kept more from going that day; null where that was all.</param>
public sealed record PlanDayResponse(DateOnly Day, string Campaign, string Stream, string Provider, long Recipients, string? BoundBy);
