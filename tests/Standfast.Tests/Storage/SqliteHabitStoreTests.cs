using Standfast.Storage.Sqlite;

namespace Standfast.Tests.Storage;

public sealed class SqliteHabitStoreTests
{
    [Fact]
    public void WhatIsSaved_IsThereAfterReopening()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var path = Path.Combine(folder, "habits.db");
        using (var store = SqliteHabitStore.Open(path, TimeProvider.System))
        {
            Assert.Null(store.FindHabit("shop-1"));
            store.SaveHabits([("shop-1", [1]), ("shop-2", [2])]);
            store.SaveHabits([("shop-1", [3])]);
            store.SaveHold("shop-1", [4]);
            store.SaveHold("shop-1", [5]);
            store.SaveHold("shop-2", [6]);
            store.RemoveHold("shop-2");
        }

        using (var store = SqliteHabitStore.Open(path, TimeProvider.System))
        {
            Assert.Equal([3], store.FindHabit("shop-1"));
            Assert.Equal([5], Assert.Single(store.LoadHolds()));
            Assert.Equal(["shop-1", "shop-2"], store.ListSenders(10).Order());
            Assert.Single(store.ListSenders(1));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void WhatIsNoDatabase_IsAnIOException()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, new string('x', 4096));
        Assert.Throws<IOException>(() => SqliteHabitStore.Open(path, TimeProvider.System).Dispose());
        File.Delete(path);
    }
}
