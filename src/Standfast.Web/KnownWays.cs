using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Policy.Limits;

namespace Standfast.Web;

/// <summary>Names that pauses and limits may be about: one that nothing bears would be obeyed by nothing, and its owner would think that it is.</summary>
/// <param name="Providers">Of data/providers.</param>
/// <param name="Sources">Egress sources.</param>
/// <param name="Pools">Egress pools.</param>
public sealed record KnownWays(IReadOnlySet<string> Providers, IReadOnlySet<string> Sources, IReadOnlySet<string> Pools)
{
    /// <returns>Null where there is such a provider. A name with a dot or a colon is a site's, found by its hosts, unless it is a domain of a known provider.</returns>
    internal static IResult? MissingProvider(HttpContext http, string name)
    {
        if (http.RequestServices.GetService<KnownWays>() is not { } known || known.Providers.Contains(name)) return null;
        if (name.AsSpan().IndexOfAny('.', ':') < 0)
            return StandfastEndpoints.Problem(404, "no_such_provider", $"there is no provider {name}; names are {string.Join(", ", known.Providers.Order(StringComparer.Ordinal))}, and those of \"standfast site ls\"");
        return DomainName.TryParse(name, out var domain) && http.RequestServices.GetService<ProviderDomains>()?.Find(domain) is { } owner && owner != domain.Value
            ? StandfastEndpoints.Problem(404, "no_such_provider", $"{name} is a domain of the provider {owner}: name {owner}")
            : null;
    }

    internal static IResult? MissingSource(HttpContext http, string name) => Missing(http.RequestServices.GetService<KnownWays>()?.Sources, "source", name, "delivery.sources and pool.NAME.sources set them");

    internal static IResult? MissingPool(HttpContext http, string name) => Missing(http.RequestServices.GetService<KnownWays>()?.Pools, "egress pool", name, "pool.NAME.sources makes one");

    /// <returns>Null where there is such an account, or none is named.</returns>
    internal static IResult? MissingAccount(HttpContext http, AccountId? account) =>
        account is not null && http.RequestServices.GetService<IAccountStore>() is { } store && !store.Accounts.Any(known => known.Id == account)
            ? StandfastEndpoints.Problem(404, "no_such_account", $"there is no account {account}; \"standfast account ls\" lists them")
            : null;

    private static IResult? Missing(IReadOnlySet<string>? known, string kind, string name, string where) => known is null || known.Contains(name)
        ? null
        : StandfastEndpoints.Problem(404, $"no_such_{kind.Split(' ')[^1]}", $"there is no {kind} {name}; {where}, and there are {string.Join(", ", known.Order(StringComparer.Ordinal))}");
}
