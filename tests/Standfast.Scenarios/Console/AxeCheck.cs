using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Standfast.Scenarios.Console;

/// <summary>What axe finds wrong with a page as it looks now.</summary>
internal static class AxeCheck
{
    private static readonly string s_axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>Gives the page the axe that the looks are checked with. Its package would do so again for each, and have a further page put the findings together.</summary>
    public static Task PrepareAsync(IPage page) => page.EvaluateAsync(s_axe);

    /// <returns>Serious and critical violations, one line each.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(IPage page, string look)
    {
        var result = (await page.EvaluateAsync("axe.run(document, { resultTypes: ['violations'] }).then(found => ({ rules: found.passes.length + found.violations.length, violations: found.violations }))"))!.Value;
        // A page to which no rule applies was not looked at.
        Assert.True(result.GetProperty("rules").GetInt32() > 5, $"{look}: axe has looked at nothing");
        return [.. result.GetProperty("violations").EnumerateArray().Where(violation => violation.GetProperty("impact").GetString() is "serious" or "critical")
            .SelectMany(violation => violation.GetProperty("nodes").EnumerateArray().Select(node => $"{look}: {violation.GetProperty("id")} ({violation.GetProperty("impact")}): {node.GetProperty("html")}"))];
    }
}
