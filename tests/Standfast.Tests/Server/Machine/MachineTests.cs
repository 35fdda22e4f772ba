using System.Net;
using Standfast.Recovery.Doctor;
using Standfast.Server.Machine;

namespace Standfast.Tests.Server.Machine;

/// <summary>What the files of the kernel and of dpkg say, as they were seen on a machine.</summary>
public sealed class MachineTests
{
    [Fact]
    public void Sockets_AreReadInTheOrderOfTheMachine()
    {
        const string Table = "  sl  local_address rem_address   st tx_queue rx_queue\n   0: 0100007F:0019 00000000:0000 0A 00000000:00000000 00:00000000\n   1: 00000000:18EB 00000000:0000 0A 0\n   2: 0100007F:1F59 0100007F:9999 01 0\n";
        var sockets = LinuxNetwork.ReadSockets(Table, new HashSet<int> { 25 }).ToList();
        Assert.Equal([(IPAddress.Loopback, 25, true), (IPAddress.Any, 6379, false)], sockets.Select(socket => (socket.Address, socket.Port, socket.IsOurs)));
        Assert.Equal([false, true], sockets.Select(socket => socket.IsReachable));
        var six = LinuxNetwork.ReadSockets("head\n 0: 00000000000000000000000001000000:0050 0:0 0A 0\n", new HashSet<int>());
        Assert.Equal(IPAddress.IPv6Loopback, Assert.Single(six).Address);
    }

    [Fact]
    public void Mounts_AreReadWithTheirOptions()
    {
        var mount = Assert.Single(MountTable.Read("36 35 98:0 / /var/mail\\040box rw,noatime master:1 - ext4 /dev/sda1 rw,nobarrier\nnothing\n"));
        Assert.Equal(("/var/mail box", "ext4"), (mount.Point, mount.Type));
        Assert.Equal(["rw", "noatime", "rw", "nobarrier"], mount.Options);
    }

    [Fact]
    public void Packages_AreThoseInstalled()
    {
        var packages = LinuxSoftware.ReadStatus("Package: openssl\nStatus: install ok installed\nVersion: 3.0.19-1\n\nPackage: exim4\nStatus: deinstall ok config-files\nVersion: 4.96\n");
        Assert.Equal(("openssl", "3.0.19-1"), (Assert.Single(packages).Key, packages["openssl"]));
    }

    [Fact]
    public void Upgrades_AreThoseOfSecurityArchives()
    {
        var pending = LinuxSoftware.ReadUpgrades("Reading package lists...\nInst openssl [3.0.19-1~deb12u2] (3.0.22-1~deb12u2 Debian-Security:12/oldstable-security [amd64])\nInst vim [2:9.0] (2:9.1 Debian:12/oldstable [amd64])\nConf openssl (3.0.22 Debian-Security:12 [amd64])\n");
        Assert.Equal(("openssl", "3.0.19-1~deb12u2", "3.0.22-1~deb12u2"), Assert.Single(pending) is var one ? (one.Package, one.Installed, one.Offered) : default);
    }

    [Fact]
    public void Host_SeesWhatOthersMayRead_AndRepairsIt()
    {
        var data = Directory.CreateTempSubdirectory("standfast-doctor-").FullName;
        var token = Path.Combine(data, "admin.token");
        File.WriteAllText(token, "secret");
        File.SetUnixFileMode(token, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var host = LinuxHost.Read(data, [("tls.key", Path.Combine(data, "none.pem")), ("alerts.mail_password_file", "")], ["dkim"]);
        Assert.True(Assert.Single(host.Secrets!, file => file.Setting.Length == 0) is { IsOpen: true } open && open.Path == token);
        Assert.False(Assert.Single(host.Secrets!, file => file.Setting.Length > 0).Exists);
        Assert.False(host.IsDataOpen);
        Assert.Equal([Path.Combine(data, "dkim")], host.MissingFolders);
        Assert.True(host is { OpenFilesLimit: > 0, OpenFiles: > 0, MemoryBytes: > 0, DiskBytes: > 0, MountOptions.Count: > 0 });

        var repairs = new LinuxRepairs();
        Assert.Null(repairs.Apply(new Repair(RepairKind.MakePrivate, token)));
        Assert.Null(repairs.Apply(new Repair(RepairKind.MakeFolder, Path.Combine(data, "dkim"))));
        Assert.NotNull(repairs.Apply(new Repair(RepairKind.MakePrivate, Path.Combine(data, "gone"))));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(token));
        var after = LinuxHost.Read(data, [], ["dkim"]);
        Assert.False(Assert.Single(after.Secrets!).IsOpen);
        Assert.Empty(after.MissingFolders!);
        Directory.Delete(data, recursive: true);
    }

    /// <summary>A server that reads by its group's right, or that may not write, is not locked out and gets nothing that it had not.</summary>
    [Theory]
    [InlineData(nameof(RepairKind.MakePrivate), "664", "640")]
    [InlineData(nameof(RepairKind.MakePrivate), "444", "440")]
    [InlineData(nameof(RepairKind.MakePrivate), "604", "600")]
    [InlineData(nameof(RepairKind.MakeUnwritable), "666", "644")]
    [InlineData(nameof(RepairKind.MakeUnwritable), "460", "440")]
    public void Repair_OnlyTakesRightsAway(string kind, string before, string after)
    {
        var path = Path.GetTempFileName();
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(before, 8));
        Assert.Null(new LinuxRepairs().Apply(new Repair(Enum.Parse<RepairKind>(kind), path)));
        Assert.Equal(after, Convert.ToString((int)File.GetUnixFileMode(path), 8));
        File.Delete(path);
    }

    [Theory]
    [InlineData("0::/system.slice/standfast.service\n", 268_435_456)]
    [InlineData("0::/system.slice/other.service\n", 536_870_912)]
    [InlineData("0::/\n", null)]
    [InlineData("0::/docker/of-the-host\n", null)]
    [InlineData("12:cpu,cpuacct:/a\n5:memory:/docker/7\n1:name=systemd:/b\n", 134_217_728)]
    [InlineData("", null)]
    public void MemoryLimit_IsThatOfTheGroup_OrOfOneAboveIt(string membership, int? expected)
    {
        var root = Directory.CreateTempSubdirectory("standfast-cgroup-").FullName;
        foreach (var (path, text) in ((string, string)[])
                 [
                     ("system.slice/memory.max", "536870912"), ("system.slice/standfast.service/memory.max", "268435456"), ("system.slice/other.service/memory.max", "max"), ("memory/docker/7/memory.limit_in_bytes", "134217728"),
                     ("memory/memory.limit_in_bytes", "9223372036854771712"),
                 ])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
            File.WriteAllText(Path.Combine(root, path), text + "\n");
        }

        Assert.Equal(expected, ControlGroup.MemoryLimit(membership, root));
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public void Keys_AreSeenOnce_WhereALinkLeadsBackToItsFolder()
    {
        var data = Directory.CreateTempSubdirectory("standfast-doctor-").FullName;
        Directory.CreateDirectory(Path.Combine(data, "dkim", "old"));
        File.WriteAllText(Path.Combine(data, "dkim", "old", "shop.example.s1.pem"), "key");
        Directory.CreateSymbolicLink(Path.Combine(data, "dkim", "loop"), Path.Combine(data, "dkim"));
        Assert.EndsWith("shop.example.s1.pem", Assert.Single(LinuxHost.Read(data, [], []).Secrets!).Path, StringComparison.Ordinal);
        Directory.Delete(data, recursive: true);
    }
}
