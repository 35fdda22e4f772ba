using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;
using Standfast.Cli.Views;

namespace Standfast.Cli.Requests;

/// <summary>What a command asks of the HTTP API, and how a person is shown the answer.</summary>
/// <param name="TakesFirst">The answer is a list of the one thing that was made.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path, HttpContent? Body, bool TakesFirst = false)
{
    public Action<IAnsiConsole, JsonElement> Show { get; init; } = ListTable.Write;

    /// <summary>Exit code of an answer that came; 0 where nothing else is said.</summary>
    public Func<JsonElement, int> Exit { get; init; } = static _ => 0;

    /// <summary>The server may work on it for hours.</summary>
    public bool IsLong { get; init; }

    /// <summary>The answer is no JSON but a document, which is kept as it is.</summary>
    public bool IsDocument { get; init; }

    /// <summary>Where the document goes; null for the terminal, where it must be text.</summary>
    public string? File { get; init; }

    public static ApiRequest Get(string path, params (string Name, string? Value)[] query)
    {
        var text = new StringBuilder(path);
        foreach (var (name, value) in query)
            if (value is not null)
                text.Append(text.Length == path.Length ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return new ApiRequest(HttpMethod.Get, text.ToString(), null);
    }

    public static ApiRequest Post(string path) => new(HttpMethod.Post, path, null);

    public static ApiRequest Post<T>(string path, T body, JsonTypeInfo<T> type, bool takesFirst = true) => new(HttpMethod.Post, path, JsonContent.Create(body, type), takesFirst);

    public static ApiRequest Delete(string path) => new(HttpMethod.Delete, path, null);
}
