using Standfast.Queue;

namespace Standfast.Tests.Storage.Crash;

/// <param name="Versions">As it was accepted, then each change, in order.</param>
internal sealed record LedgerEntry(Envelope Envelope, byte[] Content, List<LedgerVersion> Versions);
