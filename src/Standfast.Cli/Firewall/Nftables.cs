using System.ComponentModel;
using System.Diagnostics;
using Standfast.Cli.Requests;

namespace Standfast.Cli.Firewall;

/// <summary>Puts rules in force by nft(8).</summary>
internal static class Nftables
{
    private const int Unavailable = 69, SystemError = 71, NoPermission = 77;

    private const string Program = "/usr/sbin/nft";

    public static async Task<int> ApplyAsync(string ruleset, ServerConnection server, CancellationToken stop)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            await server.SayAsync("only root may set rules: sudo standfast doctor firewall --apply --data DIR");
            return NoPermission;
        }

        try
        {
            using var nft = Process.Start(new ProcessStartInfo(Program, ["-f", "-"]) { RedirectStandardInput = true, RedirectStandardError = true })!;
            await nft.StandardInput.WriteAsync(ruleset.AsMemory(), stop);
            nft.StandardInput.Close();
            var mistake = await nft.StandardError.ReadToEndAsync(stop);
            await nft.WaitForExitAsync(stop);
            if (nft.ExitCode == 0) return 0;
            await server.SayAsync($"nft refused the rules, and nothing was changed: {mistake.Trim()}");
            return SystemError;
        }
        catch (Win32Exception)
        {
            await server.SayAsync($"{Program} is not there: apt install nftables");
            return Unavailable;
        }
    }
}
