using Microsoft.Data.Sqlite;
using Standfast.Events;
using Standfast.Mail;

namespace Standfast.Storage.Sqlite;

/// <summary>Reads the event log beside its writer; each call sees what was committed before it. May be called concurrently.</summary>
internal sealed class SqliteEventReader(string connectionString)
{
    public List<MailEvent> ForMessage(SpoolId message) =>
        [.. Read("SELECT seq, fact FROM events WHERE message=$message ORDER BY seq", [("$message", Key(message))]).Select(found => found.Fact)];

    public List<LoggedEvent> Query(EventQuery query)
    {
        var (conditions, parameters) = (new List<string>(), new List<(string, object)> { ("$limit", Math.Clamp(query.Limit, 1, EventQuery.MaxLimit)) });
        if (query.Message is { } message)
        {
            conditions.Add("message=$message");
            parameters.Add(("$message", Key(message)));
        }

        if (query.Kind is { } kind)
        {
            // A message has few facts, a kind has millions: the plus keeps SQLite from choosing the index on kind.
            conditions.Add(query.Message is null ? "kind=$kind" : "+kind=$kind");
            parameters.Add(("$kind", (int)kind));
        }

        if (query.After is { } after)
        {
            conditions.Add("seq>$after");
            parameters.Add(("$after", after));
        }

        if (query.Recipient is { } recipient)
        {
            conditions.Add(query.Message is null ? "seq>(SELECT MAX(seq) FROM events)-$sought AND recipient=$recipient COLLATE NOCASE" : "recipient=$recipient COLLATE NOCASE");
            parameters.AddRange([("$recipient", recipient), ("$sought", EventQuery.MaxSought)]);
        }

        var where = conditions.Count > 0 ? "WHERE " + string.Join(" AND ", conditions) : "";
        var found = Read($"SELECT seq, fact FROM events {where} ORDER BY seq {(query.After is null ? "DESC" : "ASC")} LIMIT $limit", parameters);
        if (query.After is null) found.Reverse();
        return found;
    }

    public Dictionary<MailEventKind, long> Totals()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT kind, count FROM totals";
        using var reader = command.ExecuteReader();
        var totals = new Dictionary<MailEventKind, long>();
        while (reader.Read()) totals[(MailEventKind)reader.GetInt32(0)] = reader.GetInt64(1);
        return totals;
    }

    private List<LoggedEvent> Read(string sql, IReadOnlyList<(string Name, object Value)> parameters)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Made of constant texts of this class; values go in as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        using var reader = command.ExecuteReader();
        var events = new List<LoggedEvent>();
        while (reader.Read())
            if (EventCodec.TryRead((byte[])reader.GetValue(1), out var facts))
                events.AddRange(facts.Select(fact => new LoggedEvent(reader.GetInt64(0), fact)));
        return events;
    }

    private static byte[] Key(SpoolId message)
    {
        var id = new byte[16];
        message.WriteTo(id);
        return id;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }
}
