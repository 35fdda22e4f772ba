using System.Diagnostics;
using System.Security.Cryptography;
using Standfast.Mail;
using Standfast.Policy.Suppression;
using Standfast.Policy.Unsubscribe;
using Standfast.Storage.Sqlite;

namespace Standfast.Benchmarks;

/// <summary>
/// What a long suppression list costs: at start, in RAM, for each question, and for who unsubscribes while another list is imported. CPU time, which a busy machine does
/// not stretch, but for the last.
/// </summary>
internal static class Suppressions
{
    private const int Questions = 1_000_000;

    private static TimeSpan Cpu => Environment.CpuUsage.TotalTime;

    public static void Measure(int count, string folder)
    {
        var path = Path.Combine(folder, "suppressions.db");
        var account = AccountId.Parse("shop");
        var filling = Cpu;
        using (var store = SqliteSuppressionStore.Open(path))
            for (var start = 0; start < count; start += SuppressionList.MaxBatch)
                store.Add([.. Enumerable.Range(start, Math.Min(SuppressionList.MaxBatch, count - start)).Select(number => Entry(number, account))]);
        Console.WriteLine($"| {count:N0} added, {SuppressionList.MaxBatch} a commit | {count / (Cpu - filling).TotalSeconds:N0} for a second of CPU |");

        using var again = SqliteSuppressionStore.Open(path);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var loading = Cpu;
        var list = new SuppressionList(again, RandomNumberGenerator.GetBytes(16));
        Console.WriteLine($"| read at start | {(Cpu - loading).TotalSeconds:0.00} s of CPU |");
        Console.WriteLine($"| RAM for an entry | {(GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count:0.0} octets |");

        Ask(list, account, "stranger", "one who is not on it");
        Ask(list, account, "user", "one who is on it");
        Write(account);
        Wait(list, account);
    }

    private static void Ask(SuppressionList list, AccountId account, string name, string what)
    {
        var addresses = Enumerable.Range(0, 1_000).Select(number => EmailAddress.Parse($"{name}{number}@example.net")).ToArray();
        for (var warm = 0; warm < 10_000; warm++) list.Find(account, StreamName.Bulk, addresses[warm % addresses.Length]);
        var asking = Cpu;
        for (var question = 0; question < Questions; question++) list.Find(account, StreamName.Bulk, addresses[question % addresses.Length]);
        Console.WriteLine($"| question about {what} | {(Cpu - asking).TotalNanoseconds / Questions:0} ns |");
    }

    private static void Write(AccountId account)
    {
        var tokens = new UnsubscribeTokens(new TokenKeys([new TokenKey(1, RandomNumberGenerator.GetBytes(TokenKey.SecretOctets))]));
        var claim = new UnsubscribeClaim(account, StreamName.Bulk, SpoolId.Create(DateTimeOffset.UnixEpoch, new byte[10]), AddressKey.FromStored("ann@example.net"));
        for (var warm = 0; warm < 1_000; warm++) tokens.TryRead(tokens.Write(claim), out _);
        var writing = Cpu;
        for (var round = 0; round < Questions / 10; round++) tokens.Write(claim);
        Console.WriteLine($"| link of a message | {(Cpu - writing).TotalNanoseconds / (Questions / 10):0} ns |");
    }

    /// <summary>The longest of 200 unsubscribes, one after the other, while an import keeps the store busy.</summary>
    private static void Wait(SuppressionList list, AccountId account)
    {
        using var stop = new CancellationTokenSource();
        var import = Task.Run(() =>
        {
            for (var start = 500_000_000; !stop.IsCancellationRequested; start += SuppressionList.MaxBatch) list.Add([.. Enumerable.Range(start, SuppressionList.MaxBatch).Select(number => Entry(number, account))]);
        });
        var waits = new List<double>();
        for (var number = 0; number < 200; number++)
        {
            var waiting = Stopwatch.StartNew();
            list.Add(Entry(900_000_000 + number, account) with { Reason = SuppressionReason.Unsubscribed });
            waits.Add(waiting.Elapsed.TotalMilliseconds);
        }

        stop.Cancel();
        import.Wait();
        waits.Sort();
        Console.WriteLine($"| unsubscribe during an import: median, longest of {waits.Count} | {waits[waits.Count / 2]:0.0} ms, {waits[^1]:0.0} ms |");
    }

    private static SuppressedAddress Entry(int number, AccountId account) =>
        new(AddressKey.FromStored($"user{number}@example.net"), SuppressionScope.Of(account), SuppressionReason.HardBounce, DateTimeOffset.UnixEpoch) { Source = "550 5.1.1 no such user", Cause = "bounce-2026-11-26-example.net" };
}
