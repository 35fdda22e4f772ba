using System.Net;
using Microsoft.Data.Sqlite;
using Standfast.Accounts;
using Standfast.Mail;

namespace Standfast.Storage.Sqlite;

/// <summary>Credentials as rows. Lists are one entry a line; times are ticks of UTC.</summary>
internal static class CredentialRows
{
    public const string Select = "SELECT user, account, hash, description, created, revoked, kind, from_domains, networks, expires, rate FROM credentials ORDER BY created";

    public const string Insert =
        "INSERT INTO credentials(user, account, hash, description, created, kind, from_domains, networks, expires, rate) VALUES($user, $account, $hash, $description, $now, $kind, $domains, $networks, $expires, $rate)";

    private const string ApiKey = "api";

    // Since the first version of the table.
    private static readonly string[] s_added = ["kind TEXT NOT NULL DEFAULT 'smtp'", "from_domains TEXT NOT NULL DEFAULT ''", "networks TEXT NOT NULL DEFAULT ''", "expires INTEGER", "rate INTEGER"];

    /// <summary>Definitions of the columns that a database of an older version lacks.</summary>
    public static IReadOnlyList<string> MissingColumns(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_info('credentials')";
        using var reader = command.ExecuteReader();
        var present = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read()) present.Add(reader.GetString(0));
        return [.. s_added.Where(column => !present.Contains(column.Split(' ')[0]))];
    }

    public static (string Name, object? Value)[] Values(string user, NewCredential credential, byte[] hash, long now) =>
    [
        ("$user", user), ("$account", credential.Account.Value), ("$hash", hash), ("$description", credential.Description), ("$now", now),
        ("$kind", credential.Kind == CredentialKind.ApiKey ? ApiKey : "smtp"), ("$domains", string.Join('\n', credential.Scope.FromDomains)), ("$networks", string.Join('\n', credential.Scope.Networks)),
        ("$expires", credential.Scope.ExpiresAt?.UtcTicks), ("$rate", credential.Scope.RatePerHour),
    ];

    public static (Credential Credential, byte[] Hash) Read(SqliteDataReader row)
    {
        var credential = new Credential(row.GetString(0), AccountId.Parse(row.GetString(1)), row.IsDBNull(3) ? null : row.GetString(3), Time(row, 4)!.Value, Time(row, 5))
        {
            Kind = row.GetString(6) == ApiKey ? CredentialKind.ApiKey : CredentialKind.Smtp,
            Scope = new CredentialScope
            {
                FromDomains = [.. Lines(row, 7).Select(DomainName.Parse)],
                Networks = [.. Lines(row, 8).Select(text => IPNetwork.Parse(text))],
                ExpiresAt = Time(row, 9),
                RatePerHour = row.IsDBNull(10) ? null : row.GetInt32(10),
            },
        };
        return (credential, (byte[])row.GetValue(2));
    }

    private static string[] Lines(SqliteDataReader row, int column) => row.GetString(column).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static DateTimeOffset? Time(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : new DateTimeOffset(row.GetInt64(column), TimeSpan.Zero);
}
