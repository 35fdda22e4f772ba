namespace Standfast.Queue.Clocks;

/// <summary>A time in which the wall clock was not set by more than it may drift.</summary>
/// <param name="From">What it showed at the beginning; <see cref="DateTimeOffset.MinValue"/> where nothing is known of a step before.</param>
/// <param name="To">The latest that it showed, or would have shown by the step that ended it.</param>
/// <param name="Base">What it would have shown when time began to be counted: the time that has really passed is the wall time less this.</param>
public readonly record struct ClockEra(DateTimeOffset From, DateTimeOffset To, DateTimeOffset Base);
