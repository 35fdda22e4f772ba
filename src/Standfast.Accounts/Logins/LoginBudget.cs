namespace Standfast.Accounts.Logins;

/// <summary>Wrong tries that are looked at: so many at once, and so many an hour after that.</summary>
public sealed record LoginBudget(int AtOnce, int PerHour);
