using System.Globalization;
using System.Text.Json;
using Standfast.Queue.Clocks;
using Standfast.Storage.Files;

namespace Standfast.Storage.Clocks;

/// <summary>What is known of the wall clock, in one small file; the machine's clock as Linux gives it (<c>proc(5)</c>: <c>uptime</c>, <c>random/boot_id</c>).</summary>
public sealed class FileClockMemory(string path) : IClockMemory
{
    private const string BootFile = "/proc/sys/kernel/random/boot_id";
    private const string UptimeFile = "/proc/uptime";

    // What is outside was not written by a clock.
    private static readonly DateTimeOffset s_earliest = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset s_latest = new(2500, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public MachineTime? Now
    {
        get
        {
            try
            {
                var uptime = File.ReadAllText(UptimeFile).Split(' ')[0];
                return double.TryParse(uptime, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
                    ? new MachineTime(File.ReadAllText(BootFile).Trim(), TimeSpan.FromSeconds(seconds))
                    : null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    public ClockRecord? Load()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ClockJson.Default.ClockRecord) is { Eras.IsDefaultOrEmpty: false } record
                && record.Wall > s_earliest && record.Wall < s_latest && record.Eras.All(era => era.Base > s_earliest && era.Base < s_latest) ? record : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void Save(ClockRecord record) => DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(record, ClockJson.Default.ClockRecord));
}
