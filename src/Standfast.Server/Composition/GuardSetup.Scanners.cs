using Standfast.Delivery.Network;
using Standfast.Policy.Scanners;
using Standfast.Server.Configuration;

namespace Standfast.Server.Composition;

internal sealed partial class GuardSetup
{
    /// <summary>Asked for submitted and received mail alike.</summary>
    private ScannerCircuit[] _scanners = [];

    partial void AddScanners(GuardParts parts)
    {
        var options = new ScannerOptions { Timeout = _settings.Duration("scanner.timeout") };
        var scanners = new List<ScannerCircuit>();
        if (_settings["scanner.clamav"] is { Length: > 0 } clamav)
            scanners.Add(Watched(new ClamAvScanner(SettingValues.ParseScanner(clamav)!, new ScannerNetwork(new SocketNetwork())), clamav, options));
        if (_settings["scanner.rspamd"] is { Length: > 0 } rspamd)
        {
            var http = new ScannerHttp();
            parts.Owned.Add(http);
            scanners.Add(Watched(new RspamdScanner(new Uri(rspamd), http), rspamd, options));
        }

        _scanners = [.. scanners];
        parts.Owned.AddRange(_scanners);
        parts.Services.Add(services => services.AddSingleton(new ScannerList(_scanners)));
        // The setting was checked when it was read.
        if (_scanners.Length > 0 && ScannerFailurePolicy.TryParse(_settings["scanner.on_failure"], out var onFailure)) parts.Messages.Add(new ScannerCheck(_scanners, onFailure));
    }

    private ScannerCircuit Watched(IScanner scanner, string address, ScannerOptions options) => new(scanner, address, options, _time)
    {
        Changed = (changed, reason) =>
        {
            if (reason is null) Log.ScannerUp(_logger, changed.Name, address);
            else Log.ScannerDown(_logger, changed.Name, address, reason);
        },
    };
}
