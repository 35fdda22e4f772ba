namespace Standfast.Reputation.Alerts;

/// <summary>One way to tell the owner.</summary>
public interface IAlertOutlet
{
    /// <summary>For the log.</summary>
    string Name { get; }

    /// <summary>Ends within a minute.</summary>
    /// <exception cref="IOException">It could not be given; it is not tried again.</exception>
    Task GiveAsync(Alert alert, CancellationToken cancellationToken);
}
