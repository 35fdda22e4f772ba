namespace Standfast.Web.Console.Held;

/// <summary>One message that is held, with those of its recipients that it is held for by the same reason.</summary>
/// <param name="IsWhole">No recipient of it is held for another reason.</param>
public sealed record HeldLine(string Id, DateTimeOffset AcceptedAt, string Sender, IReadOnlyList<string> Recipients, bool IsWhole)
{
    public string Subject { get; init; } = "";
}
