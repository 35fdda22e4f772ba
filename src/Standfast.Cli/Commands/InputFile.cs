using Standfast.Cli.Requests;

namespace Standfast.Cli.Commands;

/// <summary>A file that a command sends to the server; "-" is standard input.</summary>
internal static class InputFile
{
    /// <summary>EX_NOINPUT of sysexits.h.</summary>
    public const int NoInput = 66;

    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static Stream Open(string name) => name == "-" ? Console.OpenStandardInput() : File.OpenRead(name);

    /// <returns>Null where it cannot be read; that is said then.</returns>
    public static async Task<byte[]?> ReadAsync(ServerConnection server, string name, int mostOctets, CancellationToken stop)
    {
        try
        {
            await using var input = Open(name);
            using var content = new MemoryStream();
            var piece = new byte[65_536];
            while (content.Length <= mostOctets && await input.ReadAsync(piece, stop) is > 0 and var count) content.Write(piece, 0, count);
            return content.ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await server.SayAsync(Describe(name, exception));
            return null;
        }
    }

    /// <summary>The rule that was broken, in place of the runtime's words.</summary>
    public static string Describe(string name, Exception exception) => exception switch
    {
        _ when Directory.Exists(name) => $"{name} is a folder: name a file, or - for standard input",
        FileNotFoundException or DirectoryNotFoundException => $"{name} cannot be read: there is no such file",
        UnauthorizedAccessException => $"{name} cannot be read: this user may not read it",
        _ => $"{name} cannot be read: {exception.Message}",
    };
}
