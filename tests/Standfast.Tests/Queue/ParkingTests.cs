using Standfast.Mail;
using Standfast.Queue.Scheduling;

namespace Standfast.Tests.Queue;

public sealed class ParkingTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SpoolId s_id = SpoolId.TryParse("00000000000000000000000001", out var id) ? id : throw new FormatException();
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(50);

    private readonly Parking _parking = new();
    private int _lastLane;

    [Fact]
    public void ManyOfOneSecond_AreGivenOutEvenlyOverTheNext()
    {
        Park(400, TimeSpan.FromSeconds(59.5));

        Assert.Equal(s_start.AddSeconds(60), _parking.Next);
        Assert.Empty(Take(_parking.Next - TimeSpan.FromTicks(1)));
        for (var slice = 0; slice < 20; slice++)
        {
            Assert.Equal(s_start.AddSeconds(60) + (slice * s_slice), _parking.Next);
            Assert.Equal(20, Take(_parking.Next).Count);
        }

        Assert.Equal((0, DateTimeOffset.MaxValue), (_parking.Count, _parking.Next));
    }

    [Fact]
    public void FewOfOneSecond_AreGivenOutAtOnce()
    {
        Park(16, TimeSpan.FromSeconds(59.5));
        Assert.Equal(16, Take(_parking.Next).Count);
    }

    [Fact]
    public void Near_IsGivenOutAtOnce_HoweverMuch()
    {
        Park(400, TimeSpan.FromSeconds(10));
        Assert.Equal(400, Take(s_start.AddSeconds(10)).Count);
    }

    [Fact]
    public void Slices_ThatWereMissed_AreMadeUpFor()
    {
        Park(400, TimeSpan.FromSeconds(60));

        Assert.Equal(20, Take(s_start.AddSeconds(60)).Count);
        Assert.Equal(200, Take(s_start.AddSeconds(60) + (10 * s_slice)).Count);
        Assert.Equal(180, Take(s_start.AddHours(1)).Count);
        Assert.Equal(0, _parking.Count);
    }

    [Fact]
    public void Near_IsNotKept_ByALargeSecondBeforeIt()
    {
        Park(400, TimeSpan.FromSeconds(60));
        var now = s_start.AddSeconds(60);
        _parking.Add(s_id, lane: 7_777, now.AddMilliseconds(125), now);

        var due = Take(now);
        for (var slice = 1; slice <= 3; slice++) due.AddRange(Take(now + (slice * s_slice)));

        Assert.Equal((81, 1), (due.Count, due.Count(lane => lane == 7_777)));
    }

    [Fact]
    public void Added_ToASecondThatIsBeingGivenOut_ComesWithIt()
    {
        Park(400, TimeSpan.FromSeconds(60));
        Assert.Equal(20, Take(s_start.AddSeconds(60)).Count);

        Park(400, TimeSpan.FromSeconds(60));

        var taken = 0;
        for (var slice = 1; slice < 20; slice++) taken += Take(s_start.AddSeconds(60) + (slice * s_slice)).Count;
        Assert.Equal((780, 0), (taken, _parking.Count));
    }

    [Fact]
    public void NoMoreThanAsked_IsGiven_AndTheRestOfTheSliceNext()
    {
        Park(1_000, TimeSpan.FromSeconds(60));
        var now = s_start.AddSeconds(60);
        var due = new List<(SpoolId Id, int Lane)>();

        _parking.TakeDue(now, 30, due);
        Assert.Equal(30, due.Count);
        Assert.Equal(now, _parking.Next);
        Assert.Equal(20, Take(now).Count);
        Assert.Equal(now + s_slice, _parking.Next);
    }

    [Fact]
    public void Added_WhileTheLastSliceIsOpen_IsNotForgotten()
    {
        Park(1_000, TimeSpan.FromSeconds(60));
        var due = new List<(SpoolId Id, int Lane)>();
        _parking.TakeDue(s_start.AddSeconds(62), 990, due);
        Park(100, TimeSpan.FromSeconds(60));

        Assert.Equal(110, Take(s_start.AddSeconds(62)).Count);
        Assert.Equal((0, DateTimeOffset.MaxValue), (_parking.Count, _parking.Next));
    }

    [Fact]
    public void Random_IsNeverEarly_AtMostTwoSecondsLate_AndComesOnce()
    {
        var random = new Random(1);
        var dueOf = new Dictionary<int, DateTimeOffset>();
        var now = s_start;
        for (var step = 0; step < 20_000; step++)
        {
            if (step < 10_000)
            {
                for (var count = random.Next(6); count > 0; count--)
                {
                    dueOf[++_lastLane] = now + TimeSpan.FromSeconds(random.NextDouble() * (random.Next(2) == 0 ? 5 : 100));
                    _parking.Add(s_id, _lastLane, dueOf[_lastLane], now);
                }
            }

            now += TimeSpan.FromMilliseconds(random.Next(40));
            foreach (var lane in Take(now))
            {
                Assert.True(dueOf.Remove(lane, out var due) && due <= now && now - due < TimeSpan.FromSeconds(2.1), $"{lane} was due at {due}, came at {now}");
            }
        }

        Assert.Empty(dueOf);
        Assert.Equal((0, DateTimeOffset.MaxValue), (_parking.Count, _parking.Next));
    }

    private void Park(int count, TimeSpan dueIn)
    {
        for (var index = 0; index < count; index++) _parking.Add(s_id, ++_lastLane, s_start + dueIn, s_start);
    }

    private List<int> Take(DateTimeOffset now)
    {
        var due = new List<(SpoolId Id, int Lane)>();
        _parking.TakeDue(now, int.MaxValue, due);
        return [.. due.Select(entry => entry.Lane)];
    }
}
