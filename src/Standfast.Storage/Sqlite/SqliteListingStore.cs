using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;
using Standfast.Reputation.Identity;

namespace Standfast.Storage.Sqlite;

/// <summary>Listings, quotes of lists and the names of our addresses in SQLite, every change synced before it returns. May be called concurrently.</summary>
public sealed partial class SqliteListingStore : IListingStore, IIdentityStore, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;
        CREATE TABLE IF NOT EXISTS facts(kind TEXT NOT NULL, key TEXT NOT NULL, fact TEXT NOT NULL, PRIMARY KEY(kind, key)) WITHOUT ROWID;
        """;

    private const string OfListing = "listing", OfQuote = "quote", OfIdentity = "identity";

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    private SqliteListingStore(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        Try(() =>
        {
            _connection.Open();
            return Run(Schema);
        });
    }

    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SqliteListingStore Open(string path) => new(path);

    public IReadOnlyList<Listing> LoadListings() => Load(OfListing, text => JsonSerializer.Deserialize(text, FactJson.Default.Listing));

    public void Save(Listing listing) => Save(OfListing, KeyOf(listing), JsonSerializer.Serialize(listing, FactJson.Default.Listing));

    public void Remove(Listing listing) => Try(() => Run("DELETE FROM facts WHERE kind = $a AND key = $b", OfListing, KeyOf(listing)));

    public IReadOnlyList<ListQuote> LoadQuotes() => Load(OfQuote, text => JsonSerializer.Deserialize(text, FactJson.Default.ListQuote));

    public void Save(ListQuote quote) => Save(OfQuote, $"{quote.List} {quote.Provider}", JsonSerializer.Serialize(quote, FactJson.Default.ListQuote));

    public IReadOnlyList<KnownIdentity> LoadIdentities() => Load(OfIdentity, text => JsonSerializer.Deserialize(text, FactJson.Default.KnownIdentity));

    public void Save(KnownIdentity identity) => Save(OfIdentity, identity.Address, JsonSerializer.Serialize(identity, FactJson.Default.KnownIdentity));

    public void Dispose() => _connection.Dispose();

    private static string KeyOf(Listing listing) => $"{listing.List} {listing.Subject}";

    private List<T> Load<T>(string kind, Func<string, T?> read)
        where T : class => Try(() =>
    {
        using var command = Command("SELECT key, fact FROM facts WHERE kind = $a", kind);
        using var reader = command.ExecuteReader();
        var facts = new List<T>();
        while (reader.Read())
        {
            try
            {
                facts.Add(read(reader.GetString(1)) ?? throw new InvalidDataException($"listings.db: the {kind} {reader.GetString(0)} is empty"));
            }
            catch (JsonException exception)
            {
                throw new InvalidDataException($"listings.db: the {kind} {reader.GetString(0)} cannot be read: {exception.Message}", exception);
            }
        }

        return facts;
    });

    private void Save(string kind, string key, string fact) => Try(() => Run("INSERT OR REPLACE INTO facts(kind, key, fact) VALUES($a, $b, $c)", kind, key, fact));

    private T Try<T>(Func<T> action)
    {
        lock (_lock)
        {
            try
            {
                return action();
            }
            catch (SqliteException exception)
            {
                throw new IOException($"listings.db: {exception.Message}", exception);
            }
        }
    }

    private int Run(string text, params ReadOnlySpan<object> values)
    {
        using var command = Command(text, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Values are $a, $b and so on.</summary>
    private SqliteCommand Command(string text, params ReadOnlySpan<object> values)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // All texts are constants of this file.
        command.CommandText = text;
#pragma warning restore CA2100
        for (var index = 0; index < values.Length; index++) command.Parameters.AddWithValue($"${(char)('a' + index)}", values[index]);
        return command;
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
    [JsonSerializable(typeof(Listing))]
    [JsonSerializable(typeof(ListQuote))]
    [JsonSerializable(typeof(KnownIdentity))]
    private sealed partial class FactJson : JsonSerializerContext;
}
