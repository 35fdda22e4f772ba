namespace Standfast.Server.Hosting;

/// <summary>
/// How many connections there may be at once, so that the files that the process may open (getrlimit(2), RLIMIT_NOFILE) never run out: a
/// spool or a database that cannot open its file stops the mail.
/// </summary>
/// <param name="In">SMTP connections of clients; the next is answered 421.</param>
/// <param name="Out">SMTP connections to other servers; mail waits.</param>
/// <param name="Http">Connections of browsers and programs; the next is closed.</param>
internal sealed record ConnectionShares(int In, int Out, int Http)
{
    /// <summary>Program, spool and databases: some 330 when idle; ours.</summary>
    private const int Own = 512;

    private const int MostHttp = 1_000;

    /// <summary>With fewer files the server does not start.</summary>
    public const long LeastFiles = 1_024;

    /// <param name="limit">Null where it is not known.</param>
    /// <param name="wantedIn"><c>limits.connections</c>.</param>
    public static ConnectionShares Of(long? limit, long wantedIn, int wantedOut)
    {
        var free = Math.Max((limit ?? long.MaxValue) - Own, 0);
        // Two files a connection out, which may be opening the next address beside it.
        return new ConnectionShares((int)Math.Min(wantedIn, free / 2), (int)Math.Min(wantedOut, free / 8), (int)Math.Min(MostHttp, free / 8));
    }
}
