using System.Runtime.CompilerServices;
using Standfast.Queue;

namespace Standfast.Delivery.Sites;

/// <summary>Content whose reading cannot hang, and whose faults are told from those of the place it is written to.</summary>
internal sealed class WatchedContent(IMessageContent content, TimeProvider time) : IMessageContent
{
    /// <summary>For one piece of at most 256 KiB to come from the disk; ours. A disk that takes longer does not deliver anything.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public long SizeOctets => content.SizeOctets;

    public ReadOnlyMemory<byte> InMemory => content.InMemory;

    /// <exception cref="UnreadableContentException">The stored message is damaged, or does not come.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pieces = content.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var isHung = false;
        try
        {
            while (true)
            {
                try
                {
                    var next = pieces.MoveNextAsync();
                    if (!(next.IsCompleted ? await next : await next.AsTask().WaitAsync(s_patience, time, cancellationToken))) yield break;
                }
                catch (TimeoutException exception)
                {
                    isHung = true;
                    throw new UnreadableContentException($"the stored message did not come within {s_patience.TotalSeconds:0} s", exception);
                }
                catch (IOException exception) when (exception is not SpoolFailedException)
                {
                    throw new UnreadableContentException($"the stored message cannot be read: {exception.Message}", exception);
                }

                yield return pieces.Current;
            }
        }
        finally
        {
            // What still reads cannot be disposed; it ends when the disk does answer.
            if (!isHung) await pieces.DisposeAsync();
        }
    }
}
