using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Accounts;
using Standfast.Accounts.Passwords;
using Standfast.Accounts.Users;
using Standfast.Api;

namespace Standfast.Web;

/// <summary>People who use the console.</summary>
internal static class UserEndpoints
{
    /// <summary>100 bits, without characters that look alike.</summary>
    private const int MadeLength = 20;

    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    public static void Map(IEndpointRouteBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("Users");
        users.MapGet("", (IUserStore store) => Results.Json((IReadOnlyList<UserResponse>)[.. store.Users.Select(user => Describe(user, null))], ApiJson.Default.IReadOnlyListUserResponse))
            .Answers<IReadOnlyList<UserResponse>>("listUsers", "Users of the console");
        users.MapPost("", AddAsync).Answers<IReadOnlyList<UserResponse>>("addUser", "Add a user of the console; a password that was made is in this answer only", 201, 400, 409, 500);
        users.MapDelete("/{name}", RemoveAsync).AnswersNothing("removeUser", "Remove a user of the console", 404, 409);
        users.MapPost("/{name}/password", SetPasswordAsync).Answers<IReadOnlyList<UserResponse>>("setUserPassword", "Give a user another password", problems: [400, 404, 500]);
        users.MapPost("/{name}/totp", TotpAsync).Answers<TotpResponse>("setUserTotp", "Offer a key for one-time codes, prove it with a code, or take it back", problems: [400, 404]);
    }

    private static async Task<IResult> AddAsync(UserRequest request, IUserStore store, PasswordRules rules, ServerFacts facts, HttpContext http, CancellationToken stop)
    {
        if (CheckName(request.Name) is { } wrong) return wrong;
        if (!TryRole(request.Role, out var role)) return StandfastEndpoints.Problem(400, "bad_role", $"role = \"{request.Role}\" must be owner, operator or viewer");
        var password = request.Password ?? Make();
        if (Judge(password, request.Name, rules, facts) is { } problem) return problem;
        try
        {
            var user = await store.AddAsync(request.Name, role, await Task.Run(() => Argon2Hash.Create(password), stop), stop);
            http.Audited("user.add", user.Name, $"role {request.Role}");
            return Results.Json((IReadOnlyList<UserResponse>)[Describe(user, request.Password is null ? password : null)], ApiJson.Default.IReadOnlyListUserResponse, statusCode: 201);
        }
        catch (AccountConflictException exception)
        {
            return StandfastEndpoints.Problem(409, "conflict", exception.Message);
        }
    }

    private static async Task<IResult> RemoveAsync(string name, IUserStore store, HttpContext http, CancellationToken stop)
    {
        try
        {
            http.Audited("user.remove", name);
            return await store.RemoveAsync(name, stop) ? Results.NoContent() : NoSuchUser(name);
        }
        catch (AccountConflictException exception)
        {
            return StandfastEndpoints.Problem(409, "conflict", exception.Message);
        }
    }

    private static async Task<IResult> SetPasswordAsync(string name, PasswordRequest request, IUserStore store, PasswordRules rules, ServerFacts facts, HttpContext http, CancellationToken stop)
    {
        if (store.Find(name) is not { } stored) return NoSuchUser(name);
        var password = request.Password ?? Make();
        if (Judge(password, name, rules, facts) is { } problem) return problem;
        if (!await store.SetPasswordAsync(name, await Task.Run(() => Argon2Hash.Create(password), stop), stop)) return NoSuchUser(name);
        http.Audited("user.passwd", name);
        return Results.Json((IReadOnlyList<UserResponse>)[Describe(stored.User, request.Password is null ? password : null)], ApiJson.Default.IReadOnlyListUserResponse);
    }

    private static async Task<IResult> TotpAsync(string name, TotpRequest request, IUserStore store, ServerFacts facts, TimeProvider time, HttpContext http, CancellationToken stop)
    {
        if (store.Find(name) is not { } stored) return NoSuchUser(name);
        if (request.Off)
        {
            await store.OfferTotpAsync(name, null, stop);
            http.Audited("user.totp", name, "off");
            return Answer(new TotpResponse(name, "off", null, null));
        }

        if (request.Code is null)
        {
            var key = TotpCodes.CreateKey();
            await store.OfferTotpAsync(name, key, stop);
            http.Audited("user.totp", name, "offered");
            return Answer(new TotpResponse(name, "offered", TotpCodes.Describe(key), TotpCodes.UriFor(key, name, facts.Hostname)));
        }

        if (stored.PendingTotpKey is not { } pending) return StandfastEndpoints.Problem(400, "nothing_offered", $"no key is offered to {name}; \"standfast user totp {name}\" offers one");
        if (!TotpCodes.Matches(pending, request.Code, time.GetUtcNow(), out var step)) return StandfastEndpoints.Problem(400, "wrong_code", "this is not the app's code of now; check the clocks of both, and type the next one");
        await store.ConfirmTotpAsync(name, step, stop);
        http.Audited("user.totp", name, "on");
        return Answer(new TotpResponse(name, "on", null, null));
    }

    /// <returns>Null where a user may be called so.</returns>
    internal static IResult? CheckName(string name) =>
        ConsoleUser.IsName(name) ? null : StandfastEndpoints.Problem(400, "bad_name", $"\"{name}\" is not a user name: 1 to 64 of a-z, 0-9, dot, hyphen, underscore and at sign");

    /// <returns>Null where the password is good.</returns>
    internal static IResult? Judge(string password, string name, PasswordRules rules, ServerFacts facts)
    {
        try
        {
            return rules.WhyNot(password, [name, facts.Hostname]) is { } why ? StandfastEndpoints.Problem(400, "weak_password", $"the password {why}") : null;
        }
        catch (IOException)
        {
            return StandfastEndpoints.Problem(500, "no_breach_list", "the list of breached passwords (accounts.breached_passwords) cannot be read, or is not whole; no password is taken until it can");
        }
    }

    private static string Make() => RandomNumberGenerator.GetString(Alphabet, MadeLength);

    private static bool TryRole(string text, out UserRole role)
    {
        role = text switch { "owner" => UserRole.Owner, "operator" => UserRole.Operator, _ => UserRole.Viewer };
        return text is "owner" or "operator" or "viewer";
    }

    private static IResult Answer(TotpResponse response) => Results.Json(response, ApiJson.Default.TotpResponse);

    private static IResult NoSuchUser(string name) => StandfastEndpoints.Problem(404, "no_such_user", $"there is no user {name}; \"standfast user ls\" lists them");

    private static UserResponse Describe(ConsoleUser user, string? password) => new(user.Name, user.Role.ToString().ToLowerInvariant(), user.CreatedAt, user.HasTotp, password);
}
