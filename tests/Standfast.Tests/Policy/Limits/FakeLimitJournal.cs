using Standfast.Mail;
using Standfast.Policy.Limits;

namespace Standfast.Tests.Policy.Limits;

/// <summary>A journal in memory; <see cref="Reopen"/> gives what the next process would find.</summary>
internal sealed class FakeLimitJournal(int capacity = int.MaxValue) : ILimitJournal
{
    private List<LimitTaking> _takings = [];
    private List<LimitTaking>? _before;
    private HashSet<SpoolId> _accepted = [];
    private Dictionary<SpoolId, long> _givenBack = [];
    private ILimitJournal.Left? _left;

    private bool _isBegun;

    public int Switches { get; private set; }

    public ILimitJournal.Left? Load() => _left;

    public FakeLimitJournal Reopen() => new(capacity)
    {
        _takings = [.. _takings],
        _before = _before is null ? null : [.. _before],
        _accepted = [.. _accepted],
        _givenBack = new(_givenBack),
        _isBegun = _isBegun,
        _left = !_isBegun ? null : new ILimitJournal.Left([.. (_before ?? []).Concat(_takings).DistinctBy(one => one.Sequence).OrderBy(one => one.Sequence)], new HashSet<SpoolId>(_accepted), new Dictionary<SpoolId, long>(_givenBack)),
    };

    public bool TryTake(LimitTaking taking)
    {
        if (_takings.Count >= capacity) return false;
        _takings.Add(taking);
        return true;
    }

    public void Accept(SpoolId message) => _accepted.Add(message);

    public void GiveBack(SpoolId message, long sequence) => _givenBack[message] = sequence;

    public bool TrySwitch(IReadOnlyCollection<LimitTaking> unsettled)
    {
        if (_before is not null) return false;
        _isBegun = true;
        (_before, _takings) = (_takings, [.. unsettled]);
        Switches++;
        return true;
    }

    public void Release() => _before = null;
}
