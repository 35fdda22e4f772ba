using System.Globalization;
using Standfast.Dns;
using Standfast.Mail;

namespace Standfast.Recovery.Doctor.Facts;

/// <summary>Everything that the checks of one audit look at. A part that is null could not be read: its checks say so and judge nothing.</summary>
/// <param name="Settings">Every key that is not of a pool, as it is in force.</param>
public sealed record DoctorFacts(DateTimeOffset Now, DomainName Hostname, IDnsResolver Dns, IReadOnlyDictionary<string, string> Settings)
{
    public HostFacts? Host { get; init; }

    public NetworkFacts? Network { get; init; }

    public CertificateFacts? Certificate { get; init; }

    public StandingFacts? Standing { get; init; }

    public AccountFacts? Accounts { get; init; }

    public ServiceFacts? Service { get; init; }

    public SoftwareFacts? Software { get; init; }

    /// <summary>"" where there is no such setting.</summary>
    public string this[string key] => Settings.GetValueOrDefault(key, "");

    /// <summary>0 where the setting is no number.</summary>
    public long Number(string key) => long.TryParse(this[key], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Such as "5d" and "30s", the settings' own form; zero where it is none.</summary>
    public TimeSpan Duration(string key) => DurationOf(this[key].Split(',')[0]);

    public IReadOnlyList<string> List(string key) => this[key].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static TimeSpan DurationOf(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return TimeSpan.Zero;
        return text[^1] switch { 's' => TimeSpan.FromSeconds(count), 'm' => TimeSpan.FromMinutes(count), 'h' => TimeSpan.FromHours(count), 'd' => TimeSpan.FromDays(count), _ => TimeSpan.Zero };
    }
}
