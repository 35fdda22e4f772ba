using Standfast.Queue;

namespace Standfast.Tests.Storage.Crash;

/// <summary>States of a message that the spool was given.</summary>
/// <param name="fact">Stands for the facts that came with them.</param>
/// <param name="begunAfter">Operations of the disk before it was given.</param>
internal sealed class LedgerVersion(RecipientState[] states, int fact, int begunAfter)
{
    public RecipientState[] States { get; } = states;

    public int Fact { get; } = fact;

    public int BegunAfter { get; } = begunAfter;

    public Task<long> Write { get; set; } = Task.FromException<long>(new InvalidOperationException());

    /// <summary>Operations of the disk when it was acknowledged; null when it was not.</summary>
    public int? PromisedAfter { get; set; }

    public long Position => Write.Result;

    public bool IsDone => Array.TrueForAll(States, state => state.IsTerminal);

    public bool IsPromised(int after) => PromisedAfter <= after;
}
