namespace Standfast.Queue.Scheduling;

/// <summary>
/// What one account has ready at one site, by rank: transactional mail before all other, and within each higher priorities first. A rank
/// that waits while others are served gets every tenth turn, so that none starves. Not safe for concurrent use.
/// </summary>
internal sealed class AccountTurn<T>(string account)
    where T : class
{
    /// <summary>Turns that a waiting rank lets pass before it gets one; ours: a tenth of the account's turns is its share.</summary>
    private const int PassedAtMost = 9;

    private const int Bands = 3;

    private readonly StreamTurns<T>?[] _ranks = new StreamTurns<T>?[2 * Bands];
    private readonly byte[] _passed = new byte[2 * Bands];

    public string Account { get; } = account;

    /// <summary>Recipients it may still have in this turn; below zero what it had too many.</summary>
    public int Deficit { get; set; }

    public bool IsEmpty => !Array.Exists(_ranks, IsWaiting);

    public IEnumerable<Lane<T>> Lanes => _ranks.Where(IsWaiting).SelectMany(rank => rank!.Lanes);

    public void Add(Lane<T> lane) => (_ranks[RankOf(lane.Key)] ??= new StreamTurns<T>()).Add(lane);

    public bool TryTake(SiteLanes<T> site, out Lane<T> lane, out LaneEntry<T> entry)
    {
        while (Choose() is { } rank)
        {
            if (!_ranks[rank]!.TryTake(site, out lane, out entry)) continue;
            _passed[rank] = 0;
            for (var lower = rank + 1; lower < _ranks.Length; lower++) _passed[lower] = IsWaiting(_ranks[lower]) ? (byte)Math.Min(_passed[lower] + 1, PassedAtMost) : (byte)0;
            return true;
        }

        (lane, entry) = (null!, default);
        return false;
    }

    private static int RankOf(LaneKey key) => (key.Stream.IsTransactional ? 0 : Bands) + (int)key.Band;

    private static bool IsWaiting(StreamTurns<T>? rank) => rank is { IsEmpty: false };

    private int? Choose()
    {
        for (var rank = _ranks.Length - 1; rank > 0; rank--)
            if (_passed[rank] >= PassedAtMost && IsWaiting(_ranks[rank]))
                return rank;
        var first = Array.FindIndex(_ranks, IsWaiting);
        return first < 0 ? null : first;
    }
}
