using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Standfast.Accounts;
using Standfast.Accounts.Passwords;
using Standfast.Accounts.Users;
using Standfast.Web.Console.Shell;

namespace Standfast.Web.Console.Setup;

/// <summary>The first owner: whoever can read the data folder makes it. The account begins to exist with the first right code.</summary>
internal static class SetupRoom
{
    public static void Map(IEndpointRouteBuilder console, SetupDesk desk)
    {
        console.MapGet("/setup", (HttpContext http, IUserStore store) => IsDone(store) ? ConsolePage.GoTo("/console/login") : Show(http, new SetupView("", ""))).ForEverybody();
        console.MapPost("/setup", (HttpContext http, IUserStore store, AdminToken token) => Begin(http, store, token, desk)).ForEverybody().ChangesNothing();
        console.MapPost("/setup/account", (HttpContext http, IUserStore store, PasswordRules rules, ServerFacts facts, CancellationToken stop) => ChooseAsync(http, store, rules, facts, desk, stop)).ForEverybody().ChangesNothing();
        console.MapPost("/setup/code", (HttpContext http, IUserStore store, ServerFacts facts, TimeProvider time, CancellationToken stop) => FinishAsync(http, store, facts, time, desk, stop)).ForEverybody();
    }

    private static IResult Begin(HttpContext http, IUserStore store, AdminToken token, SetupDesk desk)
    {
        if (IsDone(store)) return Refuse(http);
        return token.Matches(http.Field("token")) ? Show(http, new SetupView(desk.Begin().Id, ""))
            : Show(http, new SetupView("", "") { TokenError = "This is not the admin token of this server." }, StatusCodes.Status403Forbidden);
    }

    private static async Task<IResult> ChooseAsync(HttpContext http, IUserStore store, PasswordRules rules, ServerFacts facts, SetupDesk desk, CancellationToken stop)
    {
        if (IsDone(store)) return Refuse(http);
        if (desk.Find(http.Field("setup")) is not { } pending) return Expired(http);
        var (name, password) = (http.Field("name"), http.Secret("password"));
        var view = new SetupView(pending.Id, name)
        {
            NameError = Sentence(UserEndpoints.CheckName(name)),
            PasswordError = Sentence(UserEndpoints.Judge(password, name, rules, facts)),
            AgainError = http.Secret("again") == password ? null : "This is not the same password.",
        };
        if (view.NameError is not null || view.PasswordError is not null || view.AgainError is not null) return Show(http, view, StatusCodes.Status400BadRequest);
        pending = pending with { Name = name, PasswordHash = await Task.Run(() => Argon2Hash.Create(password), stop) };
        desk.Keep(pending);
        return Show(http, Offer(pending, facts));
    }

    private static async Task<IResult> FinishAsync(HttpContext http, IUserStore store, ServerFacts facts, TimeProvider time, SetupDesk desk, CancellationToken stop)
    {
        await desk.Finishing.WaitAsync(stop);
        try
        {
            if (IsDone(store)) return Refuse(http);
            if (desk.Find(http.Field("setup")) is not { Name.Length: > 0 } pending) return Expired(http);
            if (!TotpCodes.Matches(pending.Key, http.Field("code").Replace(" ", "", StringComparison.Ordinal), time.GetUtcNow(), out var step))
                return Show(http, Offer(pending, facts) with { CodeError = "This is not the app's code of now. Check the clocks of both, and type the next one." }, StatusCodes.Status400BadRequest);
            var user = await store.AddAsync(pending.Name, UserRole.Owner, pending.PasswordHash, stop);
            await store.OfferTotpAsync(user.Name, pending.Key, CancellationToken.None);
            await store.ConfirmTotpAsync(user.Name, step, CancellationToken.None);
            desk.End();
            ConsoleSession.Open(http, user);
            http.Audited("user.add", user.Name, "role owner, with one-time codes: the first user, by the admin token");
            return ConsolePage.Done(http, ConsoleRoom.Root, "This server has an owner now: you. From now on a login asks for name, password and code.");
        }
        catch (AccountConflictException)
        {
            // A command made the same user meanwhile.
            return Refuse(http);
        }
        finally
        {
            desk.Finishing.Release();
        }
    }

    private static bool IsDone(IUserStore store) => store.Users.Count > 0;

    private static SetupView Offer(SetupDesk.Pending pending, ServerFacts facts) =>
        new(pending.Id, pending.Name) { Secret = TotpCodes.Describe(pending.Key), Uri = TotpCodes.UriFor(pending.Key, pending.Name, facts.Hostname) };

    private static IResult Refuse(HttpContext http) =>
        ConsolePage.Refuse(http, StatusCodes.Status409Conflict, "The set-up is done", "This server has users. Log in as one of them; \"standfast user add\" on the server adds more.");

    private static IResult Expired(HttpContext http) => Show(http, new SetupView("", "") { TokenError = "The set-up took too long. Begin again." }, StatusCodes.Status410Gone);

    private static string? Sentence(IResult? refusal) => refusal is not null && ConsolePage.ProblemOf(refusal) is { } problem ? ConsolePage.Sentence(problem.Detail) : null;

    private static IResult Show(HttpContext http, SetupView view, int status = StatusCodes.Status200OK) => ConsolePage.Show<SetupPage, SetupView>(http, "Set up", view, status);
}
