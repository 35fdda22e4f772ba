namespace Standfast.Storage.Spool;

/// <summary>
/// Copies of what is needed of one message, on their way to the present segment. They follow each other in the log as the records
/// of a new message do, without the facts, which were told before: a start that finds both finds the same message twice.
/// </summary>
/// <param name="From">Where it stood when the copies were made.</param>
/// <param name="Chunks">Copies of a large message's content, durable before its record names them; as many as it has, or none.</param>
/// <param name="Message">Null when only chunks, or only its newest state are copied.</param>
/// <param name="State">Null while its recipients are as at acceptance.</param>
internal sealed record MessageMove(IndexEntry From, IReadOnlyList<RecordPlace> Chunks, LogAppend? Message, LogAppend? State)
{
    /// <summary>In the order in which they are written.</summary>
    public required IReadOnlyList<LogAppend> Appends { get; init; }

    public bool IsWritten => Appends.All(append => append.Task.IsCompletedSuccessfully);
}
