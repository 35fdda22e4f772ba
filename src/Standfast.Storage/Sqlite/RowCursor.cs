using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Standfast.Storage.Sqlite;

/// <summary>
/// A statement that is stepped by SQLite's own functions: where a query reads a hundred thousand rows, the calls of the library around
/// them cost ten times of what SQLite does. Not to be used concurrently.
/// </summary>
/// <exception cref="SqliteException">Of every member that reads.</exception>
internal sealed unsafe partial class RowCursor : IDisposable
{
    private const string Library = "e_sqlite3";

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private readonly nint _handle;

    public RowCursor(SqliteConnection connection, string text)
    {
        _connection = connection.Handle ?? throw new ArgumentException("the connection is closed", nameof(connection));
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_connection, text, out _statement), _connection);
        _handle = _statement.DangerousGetHandle();
    }

    /// <param name="place">From 1.</param>
    public void Bind(int place, long value)
    {
        if (Bind(_handle, place, value) is var result and not raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(result, _connection);
    }

    /// <summary>False at the end.</summary>
    public bool Step()
    {
        var result = Step(_handle);
        if (result == raw.SQLITE_ROW) return true;
        if (result != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(result, _connection);
        return false;
    }

    /// <summary>Before it is stepped from the begin again.</summary>
    public void Reset() => _ = Reset(_handle);

    /// <param name="column">From 0.</param>
    public long Number(int column) => Number(_handle, column);

    /// <summary>Good until the next step.</summary>
    public ReadOnlySpan<byte> Octets(int column)
    {
        var begin = Octets(_handle, column);
        return new ReadOnlySpan<byte>((void*)begin, begin == 0 ? 0 : Length(_handle, column));
    }

    public void Dispose() => _statement.Dispose();

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    private static partial int Step(nint statement);

    // What follows does not wait: without the switch to native code and back.
    [LibraryImport(Library, EntryPoint = "sqlite3_reset"), SuppressGCTransition]
    private static partial int Reset(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64"), SuppressGCTransition]
    private static partial int Bind(nint statement, int place, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64"), SuppressGCTransition]
    private static partial long Number(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob"), SuppressGCTransition]
    private static partial nint Octets(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes"), SuppressGCTransition]
    private static partial int Length(nint statement, int column);
}
