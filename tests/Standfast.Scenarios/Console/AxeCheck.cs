using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Standfast.Scenarios.Console;

/// <summary>What axe finds wrong with a page as it looks now.</summary>
internal static class AxeCheck
{
    /// <returns>Serious and critical violations, one line each.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(IPage page, string look)
    {
        var result = await page.RunAxe();
        return [.. result.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .SelectMany(violation => violation.Nodes.Select(node => $"{look}: {violation.Id} ({violation.Impact}): {node.Html}"))];
    }
}
