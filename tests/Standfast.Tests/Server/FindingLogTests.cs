using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Standfast.Mail;
using Standfast.Policy.Checks;
using Standfast.Server.Composition;

namespace Standfast.Tests.Server;

public sealed class FindingLogTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Lines _lines = new();
    private readonly SubmissionContext _context;

    public FindingLogTests() => _context = new SubmissionContext(AccountId.Parse("shop"), null, IPAddress.Loopback, ReversePath.Null, _time.GetUtcNow());

    [Fact]
    public void Write_SaysANoteOnceAMinute_WithHowManyCameMeanwhile()
    {
        var log = new FindingLog(_lines, _time);

        for (var count = 0; count < 500; count++) log.Write(_context, null, Found("SF-4050", GuardAction.Note));
        Assert.Single(_lines.All);
        _time.Advance(TimeSpan.FromMinutes(1));
        log.Write(_context, null, Found("SF-4050", GuardAction.Note));

        Assert.Equal(3, _lines.All.Count);
        Assert.Contains("SF-4050 was noted 499 more times", _lines.All[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SaysAnotherFindingAndAnotherSenderAtOnce_AndEveryRefusal()
    {
        var log = new FindingLog(_lines, _time);

        log.Write(_context, null, Found("SF-4050", GuardAction.Note));
        log.Write(_context, null, Found("SF-4051", GuardAction.Note));
        log.Write(_context with { Account = AccountId.Parse("other") }, null, Found("SF-4050", GuardAction.Note));
        log.Write(_context, null, Found("SF-4001", GuardAction.Refuse));
        log.Write(_context, null, Found("SF-4001", GuardAction.Refuse));

        Assert.Equal(5, _lines.All.Count);
    }

    private static Finding Found(string id, GuardAction action) => new(id, action, "the text", "is odd", "mend it");

    private sealed class Lines : ILogger
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => All.Add(formatter(state, exception));
    }
}
