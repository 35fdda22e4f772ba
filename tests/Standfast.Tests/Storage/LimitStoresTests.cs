using Standfast.Mail;
using Standfast.Policy.Limits;
using Standfast.Queue.Clocks;
using Standfast.Storage.Files;
using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Storage;

public sealed class LimitStoresTests : IDisposable
{
    private static readonly LimitObject s_shop = new(LimitScope.Account, "shop");

    private readonly TemporaryFolder _folder = new();
    private readonly Machine _machine = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ledger_GivesTheLastSave_AfterARestart()
    {
        var row = new LimitRow(3, new LimitKey(s_shop, LimitMetric.Recipients, LimitWindow.Hour), 7, [new LimitSlot(1, 2, 3), new LimitSlot(4, 5, 6)]);
        var time = new LimitTime(TimeSpan.FromHours(5), new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero), "boot", TimeSpan.FromDays(2));
        using (var ledger = SqliteLimitLedger.Open(_folder.File("l.db"), _machine, TimeProvider.System))
        {
            Assert.Null(ledger.Load().Time);
            ledger.Save(new LimitChanges(time, [row, row with { Number = 4 }], [new LimitBirth(s_shop, TimeSpan.FromDays(-3))]));
            ledger.Save(new LimitChanges(time, [row with { Number = 4, Slots = [] }], []));
        }

        using var again = SqliteLimitLedger.Open(_folder.File("l.db"), _machine, TimeProvider.System);
        var kept = again.Load();
        Assert.Equal(time, kept.Time);
        Assert.Equal([new LimitBirth(s_shop, TimeSpan.FromDays(-3))], kept.Births);
        var only = Assert.Single(kept.Rows);
        Assert.Equal((3, row.Key, 7), (only.Number, only.Key, only.Sequence));
        Assert.Equal(row.Slots, only.Slots.AsEnumerable());
    }

    [Fact]
    public void Settings_AreKept_AndRemovedByKind()
    {
        var hourly = new LimitRule(LimitMetric.Recipients, LimitWindow.Hour, 500, 100);
        using (var settings = SqliteLimitSettings.Open(_folder.File("s.db")))
        {
            settings.Set(s_shop, [hourly with { Amount = 5 }, new LimitRule(LimitMetric.Bytes, LimitWindow.Day, null)]);
            settings.Set(s_shop, [hourly]);
            settings.SetRamp(s_shop, "off");
            Assert.Equal(3, settings.Version);
        }

        using var again = SqliteLimitSettings.Open(_folder.File("s.db"));
        Assert.Equal("unlimited bytes/day, 500 recipients/hour burst 100", string.Join(", ", again.Rules[s_shop]));
        Assert.Equal("off", again.Ramps[s_shop]);
        Assert.Equal(1, again.Remove(s_shop, LimitMetric.Bytes, LimitWindow.Day));
        Assert.Equal([hourly], again.Rules[s_shop].AsEnumerable());
        Assert.Equal(1, again.Remove(s_shop, null, null));
        Assert.Equal(0, again.Remove(s_shop, null, null));
    }

    [Fact]
    public void Journal_KeepsWhatWasNoted_WithoutEverBeingClosed()
    {
        var journal = MappedLimitJournal.Open(_folder.File("j"), _machine);
        Assert.Null(journal.Load());
        using (var unused = MappedLimitJournal.Open(_folder.File("j"), _machine)) Assert.Null(unused.Load());
        Begin(journal);
        Assert.True(journal.TryTake(Taking(1)));
        Assert.True(journal.TryTake(Taking(2)));
        Assert.True(journal.TryTake(Taking(3)));
        journal.Accept(Taking(1).Message);
        journal.GiveBack(Taking(2).Message, 9);
        using var again = MappedLimitJournal.Open(_folder.File("j"), _machine);
        var left = again.Load()!;
        Assert.Equal([1, 2, 3], left.Takings.Select(one => one.Sequence));
        Assert.Equal(Taking(3).Parts, left.Takings[2].Parts.AsEnumerable());
        Assert.Equal([Taking(1).Message], left.Accepted);
        Assert.Equal(9, left.GivenBack[Taking(2).Message]);
        journal.Dispose();
    }

    [Fact]
    public void Journal_OfAnotherBoot_IsNone()
    {
        using (var journal = MappedLimitJournal.Open(_folder.File("j"), _machine))
        {
            Begin(journal);
            journal.TryTake(Taking(1));
        }

        _machine.Boot = "second";
        using var again = MappedLimitJournal.Open(_folder.File("j"), _machine);
        Assert.Null(again.Load());
    }

    [Fact]
    public void Journal_GoesOnInItsOtherHalf_AndForgetsTheFirst_OnlyWhenItIsReleased()
    {
        using (var journal = MappedLimitJournal.Open(_folder.File("j"), _machine))
        {
            Begin(journal);
            var number = 1;
            while (journal.TryTake(Taking(number))) number++;
            Assert.InRange(number, 20_000, 200_000);
            Assert.True(journal.TrySwitch([Taking(5)]));
            Assert.False(journal.TrySwitch([]));
            Assert.True(journal.TryTake(Taking(number)));
            using (var during = MappedLimitJournal.Open(_folder.File("j"), _machine)) Assert.Equal(number, during.Load()!.Takings.Length);
            journal.Release();
        }

        using var after = MappedLimitJournal.Open(_folder.File("j"), _machine);
        Assert.Equal(2, after.Load()!.Takings.Length);
        Assert.Equal(5, after.Load()!.Takings[0].Sequence);
    }

    [Fact]
    public void Journal_ThatIsDamaged_GivesWhatIsWhole()
    {
        using (var journal = MappedLimitJournal.Open(_folder.File("j"), _machine))
        {
            Begin(journal);
            journal.TryTake(Taking(1));
            journal.TryTake(Taking(2));
        }

        var bytes = File.ReadAllBytes(_folder.File("j"));
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var damaged = (byte[])bytes.Clone();
            for (var count = 0; count < 4; count++) damaged[random.Next(64, 260)] = (byte)random.Next(256);
            File.WriteAllBytes(_folder.File("j"), damaged);
            using var again = MappedLimitJournal.Open(_folder.File("j"), _machine);
            Assert.InRange(again.Load()!.Takings.Length, 0, 4);
            Assert.True(again.TryTake(Taking(3)) || (again.TrySwitch([]) && again.TryTake(Taking(3))));
        }
    }

    private static void Begin(MappedLimitJournal journal)
    {
        Assert.True(journal.TrySwitch([]));
        journal.Release();
    }

    private static LimitTaking Taking(int number)
    {
        var id = new byte[16];
        BitConverter.TryWriteBytes(id, number);
        return new LimitTaking(SpoolId.ReadFrom(id), number, [new LimitTaking.Part(1, number, 1), new LimitTaking.Part(2, 5, number)]);
    }

    private sealed class Machine : IClockMemory
    {
        public string Boot { get; set; } = "first";

        public MachineTime? Now => new MachineTime(Boot, TimeSpan.FromHours(1));

        public ClockRecord? Load() => null;

        public void Save(ClockRecord record)
        {
        }
    }
}
