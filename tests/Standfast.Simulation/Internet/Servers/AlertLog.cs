using Microsoft.Extensions.Logging;

namespace Standfast.Simulation.Internet.Servers;

/// <summary>Hears in the server's log what its owner is alerted of.</summary>
internal sealed class AlertLog(Action alerted) : ILogger
{
    /// <summary>As in docs/log-events.md.</summary>
    private const int Alert = 1070;

    private readonly int _thread = Environment.CurrentManagedThreadId;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == Alert && Environment.CurrentManagedThreadId == _thread) alerted();
    }
}
