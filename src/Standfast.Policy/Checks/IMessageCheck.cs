namespace Standfast.Policy.Checks;

/// <summary>
/// Asked at the final dot, in the order of the list, until one defers or refuses. A check that cannot do its work (a scanner is down, a
/// store cannot be read) says so by a finding that defers or holds: nothing is sent unchecked. May be called concurrently.
/// </summary>
public interface IMessageCheck
{
    ValueTask<Finding?> CheckAsync(SubmittedMessage message, CancellationToken cancellationToken);
}
