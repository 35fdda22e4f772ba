namespace Standfast.Queue;

/// <summary>Signs the notifications that the queue writes in the name of this host.</summary>
public interface IReportSigner
{
    /// <param name="message">Header, empty line and body.</param>
    /// <returns>A DKIM-Signature field with its line end, to stand before the message; empty where there is no key.</returns>
    string Sign(ReadOnlyMemory<byte> message);
}
