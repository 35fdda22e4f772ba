using Standfast.Accounts.Users;

namespace Standfast.Web.Console.Shell;

/// <summary>What is around a page: who looks, where, and what was said last. Every component has it as a cascading parameter.</summary>
/// <param name="User">Null before the login.</param>
/// <param name="FormToken">For the forms of this session; empty before the login.</param>
/// <param name="Path">Of the page, without its query.</param>
/// <param name="Hostname">Of this server.</param>
public sealed record ConsoleFrame(string Title, ConsoleUser? User, string FormToken, string Path, IReadOnlyList<ConsoleRoom> Rooms, ConsoleNotice? Notice, string Hostname)
{
    /// <summary>Whether to offer what the role is needed for. The route itself refuses who may not.</summary>
    public bool May(UserRole role) => User is not null && User.Role >= role;

    /// <summary>Whether there is a room to lead to.</summary>
    public bool Has(string path) => Rooms.Any(room => room.Path == path);
}
