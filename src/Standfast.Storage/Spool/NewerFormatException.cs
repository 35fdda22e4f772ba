namespace Standfast.Storage.Spool;

/// <summary>A newer server wrote here. Nothing was changed; the message says what to do.</summary>
public sealed class NewerFormatException : IOException
{
    public NewerFormatException(string message) : base(message) { }
    public NewerFormatException() { }
    public NewerFormatException(string message, Exception innerException) : base(message, innerException) { }
}
