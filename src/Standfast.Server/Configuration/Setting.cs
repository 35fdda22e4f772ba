namespace Standfast.Server.Configuration;

/// <summary>One configuration key: what it is, what it allows, and its default as it would be written.</summary>
/// <param name="Check">Returns null, or the allowed range as a phrase.</param>
internal sealed record Setting(string Key, string Default, string Description, Func<string, string?> Check);
