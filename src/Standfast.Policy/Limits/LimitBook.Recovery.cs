using Standfast.Mail;

namespace Standfast.Policy.Limits;

// What a crash left.
public sealed partial class LimitBook
{
    private ILimitJournal.Left? _left;

    /// <summary>
    /// Makes the counters what was really accepted, where a crash of the process left the journal. To be called once, before anything is
    /// taken. Without it, or after a loss of power, all that was reserved counts as used.
    /// </summary>
    /// <param name="wasAccepted">Whether the message is in the spool or was.</param>
    public async Task RecoverAsync(Func<SpoolId, Task<bool>> wasAccepted)
    {
        if (_left is not { } left || _journal is null) return;
        _left = null;
        var doubtful = left.Takings.Where(taking => !left.Accepted.Contains(taking.Message) && !left.GivenBack.ContainsKey(taking.Message)).ToList();
        var refused = new List<LimitTaking>();
        foreach (var taking in doubtful)
            if (await wasAccepted(taking.Message)) _journal.Accept(taking.Message);
            else refused.Add(taking);

        lock (_lock)
        {
            var counters = _counters.Values.ToDictionary(counter => counter.Number);
            foreach (var taking in left.Takings)
            {
                _sequence = Math.Max(_sequence, taking.Sequence);
                foreach (var part in taking.Parts)
                    if (counters.TryGetValue(part.Number, out var counter))
                    {
                        if (taking.Sequence > counter.KeptSequence) counter.Add(part.Slot, part.Amount);
                        if (left.GivenBack.TryGetValue(taking.Message, out var at) && at > counter.KeptSequence) counter.GiveBack(part.Slot, part.Amount);
                    }
            }

            foreach (var at in left.GivenBack.Values) _sequence = Math.Max(_sequence, at);
            foreach (var taking in refused)
            {
                // Noted first: a crash within this must not give it back twice.
                _journal.GiveBack(taking.Message, ++_sequence);
                foreach (var part in taking.Parts)
                    if (counters.TryGetValue(part.Number, out var counter))
                        counter.GiveBack(part.Slot, part.Amount);
            }

            _isSwitched = true;
            _journal.TrySwitch([]);
            DirtyAgainLocked([.. counters.Values]);
            WakeLocked();
        }

        Log.Recovered(_logger, left.Takings.Length, doubtful.Count - refused.Count, refused.Count);
    }

    private void Restore(LimitRow row)
    {
        var counter = new LimitCounter(row.Number, row.Key) { IsKept = true, KeptSequence = row.Sequence };
        counter.Restore(_left is null ? row.Slots.Select(slot => slot with { Used = Math.Max(slot.Used, slot.Reserved) }) : row.Slots);
        _counters[row.Key] = counter;
        _lastNumber = Math.Max(_lastNumber, row.Number);
        _sequence = Math.Max(_sequence, row.Sequence);
    }
}
