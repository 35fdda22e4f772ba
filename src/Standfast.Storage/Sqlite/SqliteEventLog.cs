using System.Globalization;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Standfast.Events;
using Standfast.Mail;

namespace Standfast.Storage.Sqlite;

/// <summary>
/// The event log in SQLite. One thread writes, in batches; the spool's records repeat every fact, so a batch lost to a power cut
/// comes back by replay from <see cref="AppliedPosition"/>.
/// </summary>
public sealed class SqliteEventLog : IEventLog, IEventFeed, IAsyncDisposable
{
    private const int MaxWaiting = 100_000;
    private const int MaxBatch = 2_000;

    /// <summary>After a failed write, before the next; ours.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How long facts gather before they are written, unless somebody asks for them; ours. A transaction costs a write of each page that
    /// it touches, and a hundred messages touch hardly more pages than one.
    /// </summary>
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(50);

    private const string Schema = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;
        CREATE TABLE IF NOT EXISTS events(seq INTEGER PRIMARY KEY, message BLOB NOT NULL, kind INTEGER NOT NULL, recipient TEXT, fact BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS events_message ON events(message);
        CREATE INDEX IF NOT EXISTS events_kind ON events(kind);
        CREATE TABLE IF NOT EXISTS totals(kind INTEGER PRIMARY KEY, count INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS applied(id INTEGER PRIMARY KEY CHECK(id=1), position INTEGER NOT NULL);
        """;

    private readonly SqliteConnection _connection;
    private readonly SqliteEventReader _reader;
    private readonly EventInsert _insert;
    private readonly Channel<Entry> _waiting = Channel.CreateBounded<Entry>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly object _gathering = new();
    private readonly Task _writer;
    private bool _isAwaited;
    private IEventFollower? _follower;
    private long _covered;
    private long _durable;
    private long _lastId;
    private long _durableId;

    private SqliteEventLog(string path)
    {
        var connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        _reader = new SqliteEventReader(connectionString);
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        Execute(_connection, Schema);
        _insert = new EventInsert(_connection);
        AppliedPosition = Scalar("SELECT position FROM applied");
        _covered = AppliedPosition;
        _lastId = Scalar("SELECT max(seq) FROM events");
        _writer = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Highest spool position whose facts the log held when it was opened.</summary>
    public long AppliedPosition { get; }

    public long DurableId => Interlocked.Read(ref _durableId);

    /// <exception cref="SqliteException">The file cannot be opened or is no database.</exception>
    public static SqliteEventLog Open(string path) => new(path);

    public void Follow(IEventFollower follower) => Volatile.Write(ref _follower, follower);

    public void Append(ReadOnlySpan<MailEvent> events, long position)
    {
        var entry = new Entry(events.ToArray(), position, null);
        // A full queue slows its producers down: facts are never dropped.
        if (!_waiting.Writer.TryWrite(entry)) _waiting.Writer.WriteAsync(entry).AsTask().GetAwaiter().GetResult();
    }

    public async Task<long> FlushAsync(CancellationToken cancellationToken)
    {
        await DrainAsync(checkpoint: true, cancellationToken);
        return Interlocked.Read(ref _durable);
    }

    public async Task<IReadOnlyList<MailEvent>> ForMessageAsync(SpoolId message, CancellationToken cancellationToken)
    {
        await DrainAsync(checkpoint: false, cancellationToken);
        return _reader.ForMessage(message);
    }

    public async Task<IReadOnlyList<LoggedEvent>> QueryAsync(EventQuery query, CancellationToken cancellationToken)
    {
        await DrainAsync(checkpoint: false, cancellationToken);
        return _reader.Query(query);
    }

    public async Task<IReadOnlyDictionary<MailEventKind, long>> TotalsAsync(CancellationToken cancellationToken)
    {
        await DrainAsync(checkpoint: false, cancellationToken);
        return _reader.Totals();
    }

    public async ValueTask DisposeAsync()
    {
        if (_waiting.Writer.TryComplete())
        {
            Hurry();
            await _writer;
        }

        _insert.Dispose();
        await _connection.DisposeAsync();
    }

    private Task DrainAsync(bool checkpoint, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_waiting.Writer.TryWrite(new Entry([], checkpoint ? -1 : -2, done))) return Task.FromException(new IOException("the event log is closed or too far behind"));
        Hurry();
        return done.Task.WaitAsync(cancellationToken);
    }

    private void Hurry()
    {
        lock (_gathering)
        {
            _isAwaited = true;
            Monitor.Pulse(_gathering);
        }
    }

    private void Gather()
    {
        lock (_gathering)
        {
            if (!_isAwaited) Monitor.Wait(_gathering, s_gathering);
            _isAwaited = false;
        }
    }

    private void Run()
    {
        var reader = _waiting.Reader;
        var batch = new List<Entry>();
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            if (reader.Count < MaxBatch) Gather();
            for (var taken = 0; taken < MaxBatch && batch.Count < MaxWaiting && reader.TryRead(out var entry); taken++) batch.Add(entry);
            try
            {
                Write(batch);
                batch.RemoveAll(entry => entry.Done is null);
                // Its first column is 1 when a reader kept it from ending: then nothing may have been synced.
                if (batch.Exists(entry => entry.Position == -1) && Scalar("PRAGMA wal_checkpoint(TRUNCATE)") == 0)
                {
                    Interlocked.Exchange(ref _durable, _covered);
                    Interlocked.Exchange(ref _durableId, _lastId);
                }

                foreach (var entry in batch) entry.Done?.SetResult();
                batch.Clear();
            }
            catch (SqliteException exception)
            {
                // The facts wait for the next round: nothing that comes after them may be covered before they are.
                foreach (var entry in batch) entry.Done?.TrySetException(new IOException($"the event log could not be written: {exception.Message}", exception));
                batch.RemoveAll(entry => entry.Done is not null);
                Task.Delay(s_pause, TimeProvider.System).GetAwaiter().GetResult();
            }
        }
    }

    private void Write(List<Entry> batch)
    {
        if (!batch.Exists(entry => entry.Events.Length > 0)) return;
        using var transaction = _connection.BeginTransaction();
        var totals = new Dictionary<MailEventKind, int>();
        var covered = _covered;
        foreach (var entry in batch)
        {
            covered = Math.Max(covered, entry.Position);
            foreach (var one in entry.Events)
            {
                _insert.Add(one);
                totals[one.Kind] = totals.GetValueOrDefault(one.Kind) + 1;
            }
        }

        var last = _insert.LastId;
        foreach (var (name, count) in totals)
            Execute(_connection, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO totals VALUES({(int)name}, {count}) ON CONFLICT(kind) DO UPDATE SET count=count+{count}"));
        Execute(_connection, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO applied VALUES(1, {covered}) ON CONFLICT(id) DO UPDATE SET position={covered}"));
        transaction.Commit();
        _covered = covered;
        Tell(batch, last);
    }

    /// <summary>One writer gives ids one by one: those of a batch end with the last.</summary>
    private void Tell(List<Entry> batch, long last)
    {
        _lastId = last;
        if (Volatile.Read(ref _follower) is not { } follower) return;
        var first = last + 1 - batch.Sum(entry => (long)entry.Events.Length);
        foreach (var entry in batch)
        {
            if (entry.Events.Length > 0) follower.Follow(entry.Events, first);
            first += entry.Events.Length;
        }
    }

    private long Scalar(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constant texts of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar() is long value ? value : 0;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constant texts and numbers of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private readonly record struct Entry(MailEvent[] Events, long Position, TaskCompletionSource? Done);
}
