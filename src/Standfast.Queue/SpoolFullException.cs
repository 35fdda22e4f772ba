namespace Standfast.Queue;

/// <summary>There is no room for more messages; nothing of this one was kept. It passes when there is space again.</summary>
public sealed class SpoolFullException : IOException
{
    public SpoolFullException(string message) : base(message) { }
    public SpoolFullException() { }
    public SpoolFullException(string message, Exception innerException) : base(message, innerException) { }
}
