namespace Standfast.Policy.Scanners;

/// <summary>Speaks HTTP to scanners.</summary>
public interface IScannerHttp
{
    /// <param name="fields">Names may repeat.</param>
    /// <param name="maxOctets">A longer answer is an error.</param>
    /// <returns>Status and body.</returns>
    /// <exception cref="IOException">No answer, or too long a one.</exception>
    Task<(int Status, byte[] Body)> PostAsync(Uri address, IEnumerable<KeyValuePair<string, string>> fields, ReadOnlyMemory<byte> body, int maxOctets, CancellationToken cancellationToken);
}
