using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Standfast.Api;
using Standfast.Policy.Suppression;

namespace Standfast.Web;

/// <summary>Writes all suppressions, a page at a time, so that nobody waits for it and little of it is in RAM at once.</summary>
internal static class SuppressionExport
{
    // What a field with one of these is quoted for (RFC 4180 §2), whatever the separator.
    private static readonly SearchValues<char> s_special = SearchValues.Create(",;\"\r\n\t");

    public static async Task WriteAsync(HttpContext context, SuppressionList list, CancellationToken stop)
    {
        var isCsv = context.Request.Query["format"] == "csv";
        context.Response.ContentType = isCsv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8";
        var query = new SuppressionQuery();
        var text = new StringBuilder(isCsv ? "address,scope,account,stream,reason,at,source,message,cause\r\n" : "[");
        var isFirst = true;
        while (list.Find(query) is { Count: > 0 } page)
        {
            foreach (var entry in page.Select(SuppressionEndpoints.Describe))
            {
                if (isCsv)
                {
                    AppendLine(text, entry);
                    continue;
                }

                if (!isFirst) text.Append(',');
                isFirst = false;
                text.Append(JsonSerializer.Serialize(entry, ApiJson.Default.SuppressionResponse));
            }

            await context.Response.WriteAsync(text.ToString(), stop);
            text.Clear();
            query = query with { After = page[^1].Address.Value };
        }

        await context.Response.WriteAsync(isCsv ? text.ToString() : text.Append(']').ToString(), stop);
    }

    private static void AppendLine(StringBuilder text, SuppressionResponse entry) =>
        text.AppendJoin(',', ((string?[])[entry.Address, entry.Scope, entry.Account, entry.Stream, entry.Reason, entry.At.ToString("O", CultureInfo.InvariantCulture), entry.Source, entry.Message, entry.Cause]).Select(Quote)).Append("\r\n");

    private static string Quote(string? field) =>
        field is null ? "" : field.AsSpan().ContainsAny(s_special) ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
