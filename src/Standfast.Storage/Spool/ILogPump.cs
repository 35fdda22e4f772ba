namespace Standfast.Storage.Spool;

/// <summary>Runs the log writer's work, one run at a time, until a run says that it was the last. Disposal ends after that run.</summary>
internal interface ILogPump : IAsyncDisposable
{
    /// <summary>There is work. Called at most once before each run; returns at once.</summary>
    void Wake();
}
