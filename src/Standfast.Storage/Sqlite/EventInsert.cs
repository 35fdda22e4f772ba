using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Standfast.Events;

namespace Standfast.Storage.Sqlite;

/// <summary>
/// Puts facts into the table of events, one row each: a statement prepared once and bound without a command, whose parameters and reader cost
/// more than the row. Of one writer.
/// </summary>
internal sealed class EventInsert : IDisposable
{
    private const int IdOctets = 16;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly ArrayBufferWriter<byte> _fact = new(1024);
    private byte[] _text = new byte[512];

    /// <param name="connection">Open; it is to outlive this.</param>
    /// <exception cref="SqliteException">There is no such table.</exception>
    public EventInsert(SqliteConnection connection)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("the connection is not open");
        Check(raw.sqlite3_prepare_v2(_database, "INSERT INTO events(message, kind, recipient, fact) VALUES(?, ?, ?, ?)", out _statement));
    }

    /// <summary>The id of the last row.</summary>
    public long LastId => raw.sqlite3_last_insert_rowid(_database);

    /// <exception cref="SqliteException">It cannot be written; the transaction is to be rolled back.</exception>
    public void Add(MailEvent one)
    {
        Span<byte> id = stackalloc byte[IdOctets];
        one.Message.WriteTo(id);
        _fact.ResetWrittenCount();
        EventCodec.Write(_fact, [one]);
        Check(raw.sqlite3_bind_blob(_statement, 1, id));
        Check(raw.sqlite3_bind_int(_statement, 2, (int)one.Kind));
        Check(one.Recipient is { } recipient ? raw.sqlite3_bind_text(_statement, 3, Encode(recipient)) : raw.sqlite3_bind_null(_statement, 3));
        Check(raw.sqlite3_bind_blob(_statement, 4, _fact.WrittenSpan));
        var result = raw.sqlite3_step(_statement);
        // Repeats the error of the step.
        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE) Check(result);
    }

    public void Dispose() => _statement.Dispose();

    private ReadOnlySpan<byte> Encode(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_text.Length < most) _text = new byte[most];
        return _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text));
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
