using Standfast.Policy.Consent;
using Standfast.Policy.Tracking;
using Standfast.Server.Configuration;
using Standfast.Storage.Sqlite;

namespace Standfast.Server.Composition;

/// <content>Opens and clicks of the streams that want them, and what follows from who reads.</content>
internal sealed partial class GuardSetup
{
    partial void AddTracking(GuardParts parts)
    {
        var url = _settings["tracking.url"] is { Length: > 0 } own ? own.TrimEnd('/') : _streams!.PublicUrl;
        var streams = SettingValues.Split(_settings["tracking.streams"]).Select(text => ConsentRequirement.TryParse(text, out var one) ? one : throw new InvalidOperationException(text)).ToList();
        var options = new TrackingOptions(streams, _streams!, url);
        var tokens = new TrackingTokens(_tokenKeys!);
        var (signs, mistakes) = MachineSignFile.ReadFolder(Path.Combine(AppContext.BaseDirectory, "data", "feedback"));
        parts.Mistakes.AddRange(mistakes);
        // Also where nothing is tracked any more: links that are out go on leading where they led.
        var tracking = new TrackingEvents(tokens, signs, _events, _time);
        var store = SqliteEngagementStore.Open(Path.Combine(_settings.Data, "engagement.db"));
        parts.Owned.Add(store);
        var ledger = new EngagementLedger(store, options, _time);
        parts.Run("opens and clicks", stop => tracking.RunAsync(exception => Log.TrackingNotRecorded(_logger, exception), stop));
        parts.Services.Add(services => services.AddSingleton(tracking).AddSingleton<IEngagementStore>(store));
        if (streams.Count == 0) return;
        parts.Bodies.Add(new TrackingRewriter(options, tokens));
        parts.Observers.Add(ledger);
        parts.Priority = ledger.PriorityOf;
        parts.Run("engagement", stop => ledger.RunAsync(exception => Log.TrackingNotRecorded(_logger, exception), stop));
        if (_settings.Duration("tracking.sunset") is { Ticks: > 0 } sunset) parts.Messages.Add(new SunsetCheck(store, options, sunset, _time));
    }
}
