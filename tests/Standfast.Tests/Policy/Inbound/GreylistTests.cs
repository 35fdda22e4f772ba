using Microsoft.Extensions.Time.Testing;
using Standfast.Policy.Inbound;

namespace Standfast.Tests.Policy.Inbound;

public sealed class GreylistTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Greylist _greylist;

    public GreylistTests() => _greylist = new Greylist(_time, TimeSpan.FromMinutes(5));

    [Fact]
    public void Stranger_Waits_AndIsKnownOnceItCameBack()
    {
        Assert.Equal(TimeSpan.FromMinutes(5), Try());
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(TimeSpan.FromMinutes(3), Try());
        _time.Advance(TimeSpan.FromMinutes(3));
        Assert.Null(Try());
        _time.Advance(TimeSpan.FromDays(35));
        Assert.Null(Try());
        _time.Advance(TimeSpan.FromDays(37));
        Assert.NotNull(Try());
    }

    [Fact]
    public void WhoComesBackAfterADay_IsAStrangerAgain()
    {
        Assert.NotNull(Try());
        _time.Advance(TimeSpan.FromHours(25));
        Assert.Equal(TimeSpan.FromMinutes(5), Try());
    }

    [Fact]
    public void AllThreeCount_AndCaseDoesNot()
    {
        Try();
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(_greylist.Check("192.0.2.0", "A@Example.net", "example.org"));
        Assert.NotNull(_greylist.Check("192.0.3.0", "a@example.net", "example.org"));
        Assert.NotNull(_greylist.Check("192.0.2.0", "b@example.net", "example.org"));
        Assert.NotNull(_greylist.Check("192.0.2.0", "a@example.net", "example.com"));
    }

    [Fact]
    public void Flood_TakesNoMoreThanItsRoom_AndStopsNobody()
    {
        for (var number = 0; number < 200_000; number++) Assert.NotNull(_greylist.Check("192.0.2.0", $"{number}@example.net", "example.org"));
        Assert.Null(_greylist.Check("192.0.2.0", "new@example.net", "example.org"));
        _time.Advance(TimeSpan.FromHours(25));
        Assert.NotNull(_greylist.Check("192.0.2.0", "new@example.net", "example.org"));
    }

    private TimeSpan? Try() => _greylist.Check("192.0.2.0", "a@example.net", "example.org");
}
