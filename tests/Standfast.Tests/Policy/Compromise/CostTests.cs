using System.Diagnostics;

namespace Standfast.Tests.Policy.Compromise;

public sealed class CostTests
{
    [Fact]
    public void Judging_CostsLittle()
    {
        var test = new WatchUnderTest();
        test.LiveAsShop("shop-1", 15, 30);
        var messages = Enumerable.Range(0, 20_000).Select(number =>
        {
            var (subject, text) = WatchUnderTest.Receipt(number);
            var message = test.Message("shop-1", "192.0.2.10", subject, text, recipients: $"buyer{number}@example.net");
            // The whole guard shares one view.
            Assert.NotEmpty(message.View.Text);
            return message;
        }).ToList();
        // The fastest of ten rounds: what other processes take of the machine is not ours.
        var each = messages.Chunk(2_000).Min(round =>
        {
            var began = Stopwatch.GetTimestamp();
            foreach (var message in round) _ = test.Watch.CheckAsync(message, CancellationToken.None).AsTask();
            return Stopwatch.GetElapsedTime(began) / round.Length;
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{each.TotalMicroseconds:0.0} us a message");
        // A tenth of what all checks together may take, and room for a busy machine.
        Assert.InRange(each.TotalMicroseconds, 0, 75);
    }
}
