namespace Standfast.Web.Console.Home;

/// <param name="Rule">Without "rule:".</param>
public sealed record HomeAct(DateTimeOffset At, string What, string Subject, string? Reason, string Rule);
