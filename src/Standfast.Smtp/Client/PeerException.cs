using Standfast.Mail;

namespace Standfast.Smtp.Client;

/// <summary>The peer or the line to it failed; the connection is of no further use. Blames nobody's message.</summary>
public sealed class PeerException : IOException
{
    public PeerException(string phase, string message, Exception? innerException = null) : base(message, innerException) => Phase = phase;

    public PeerException() : this("connect", "the connection failed") { }

    public PeerException(string message) : this("connect", message) { }

    public PeerException(string message, Exception innerException) : this("connect", message, innerException) { }

    public string Phase { get; }

    /// <summary>What the peer refused with, if it did it in words.</summary>
    public SmtpReply? Reply { get; init; }
}
