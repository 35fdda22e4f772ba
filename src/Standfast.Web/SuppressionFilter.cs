using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Standfast.Mail;
using Standfast.Policy.Suppression;

namespace Standfast.Web;

/// <summary>The conditions of a list of suppressions, as they stand in the query.</summary>
internal sealed class SuppressionFilter
{
    public string? Address { get; init; }

    public string? Account { get; init; }

    public string? Stream { get; init; }

    [Description("Only what holds for everybody's mail.")]
    public bool? Global { get; init; }

    [Description("unsubscribed, complaint, hard-bounce, manual or imported.")]
    public string? Reason { get; init; }

    public string? Cause { get; init; }

    [Description("Only addresses after this one.")]
    public string? After { get; init; }

    [Description("1 to 1000 entries, and the rest of the last address; default 100.")]
    public int? Limit { get; init; }

    public bool TryRead([NotNullWhen(true)] out SuppressionQuery? query, [NotNullWhen(false)] out IResult? problem)
    {
        (query, problem) = (null, null);
        EmailAddress? address = null;
        SuppressionScope? scope = null;
        SuppressionReason reason = default;
        if (!string.IsNullOrEmpty(Address) && !EmailAddress.TryParse(Address, out address)) problem = StandfastEndpoints.Problem(400, "bad_address", $"\"{Address}\" is not an address");
        else if (Global != true && !string.IsNullOrEmpty(Account) && !TryScope(false, Account, null, out scope, out problem)) return false;
        else if (!string.IsNullOrEmpty(Stream) && !StreamName.TryParse(Stream, out _)) problem = BadStream(Stream);
        else if (!string.IsNullOrEmpty(Reason) && !SuppressionReasons.TryParse(Reason, out reason)) problem = BadReason(Reason);
        if (problem is not null || !PageSize.IsIn(Limit, SuppressionQuery.MaxLimit, out problem)) return false;
        query = new SuppressionQuery
        {
            Address = address is null ? null : AddressKey.Of(address),
            OnlyGlobal = Global == true,
            Account = scope?.Account,
            Stream = string.IsNullOrEmpty(Stream) ? null : StreamName.Parse(Stream),
            Reason = string.IsNullOrEmpty(Reason) ? null : reason,
            Cause = string.IsNullOrEmpty(Cause) ? null : Cause,
            After = After ?? "",
            Limit = Limit ?? 100,
        };
        return true;
    }

    /// <summary>The account is "default" where none is named.</summary>
    public static bool TryScope(bool isGlobal, string? account, string? stream, [NotNullWhen(true)] out SuppressionScope? scope, [NotNullWhen(false)] out IResult? problem)
    {
        (scope, problem) = (null, null);
        AccountId? id = AccountId.Default;
        StreamName? name = null;
        if (isGlobal && (account is not null || stream is not null)) problem = StandfastEndpoints.Problem(400, "bad_scope", "global stands for everybody's mail: name no account or stream with it");
        else if (!string.IsNullOrEmpty(account) && !AccountId.TryParse(account, out id)) problem = StandfastEndpoints.Problem(400, "bad_account", $"\"{account}\" is not an account name: a-z, 0-9, dot, hyphen, underscore");
        else if (!string.IsNullOrEmpty(stream) && !StreamName.TryParse(stream, out name)) problem = BadStream(stream);
        if (problem is not null) return false;
        scope = isGlobal ? SuppressionScope.Global : SuppressionScope.Of(id!, name);
        return true;
    }

    public static IResult BadReason(string reason) => StandfastEndpoints.Problem(400, "bad_reason", $"reason = \"{reason}\" must be one of {string.Join(", ", SuppressionReasons.Names)}");

    private static IResult BadStream(string stream) => StandfastEndpoints.Problem(400, "bad_stream", $"\"{stream}\" is not the name of a stream: 1 to 32 of a-z, 0-9, dot, hyphen and underscore");
}
