using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Standfast.Policy.Unsubscribe;
using Standfast.Storage.Files;

namespace Standfast.Storage.Keys;

/// <summary>
/// The secrets of unsubscribe and confirmation links, mode 0600: a line each with id and base64, the newest last. Old ones stay, for links in mail of
/// years ago have to work. May be called concurrently.
/// </summary>
public sealed class TokenKeyFile : ITokenKeyStore
{
    private readonly Lock _lock = new();
    private readonly string _path;

    private TokenKeyFile(string path, TokenKeys keys) => (_path, Keys) = (path, keys);

    public TokenKeys Keys { get; }

    /// <exception cref="IOException">It can be neither read nor made, or what is there is no list of keys.</exception>
    public static TokenKeyFile ReadOrCreate(string path)
    {
        if (!File.Exists(path)) PosixCalls.WriteDurably(path, Encoding.ASCII.GetBytes(Line(1, RandomNumberGenerator.GetBytes(TokenKey.SecretOctets))));
        var keys = new List<TokenKey>();
        foreach (var line in File.ReadAllLines(path))
        {
            var secret = new byte[TokenKey.SecretOctets];
            if (line.Split(' ') is not [var id, var text] || !byte.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0 || keys.Exists(key => key.Id == number)
                || !Convert.TryFromBase64String(text, secret, out var length) || length != secret.Length)
                throw new IOException($"{path} is not a list of keys; restore it from a backup: without it the unsubscribe links of all mail that has left are dead");
            keys.Add(new TokenKey(number, secret));
        }

        return keys.Count > 0 ? new TokenKeyFile(path, new TokenKeys(keys)) : throw new IOException($"{path} holds no key; restore it from a backup");
    }

    public TokenKey Rotate()
    {
        lock (_lock)
        {
            if (Keys.Newest.Id == TokenKeys.MaxKeys) throw new InvalidOperationException($"there have been {TokenKeys.MaxKeys} keys, and no id is used twice");
            var (id, secret) = ((byte)(Keys.Newest.Id + 1), RandomNumberGenerator.GetBytes(TokenKey.SecretOctets));
            PosixCalls.WriteDurably(_path, Encoding.ASCII.GetBytes(File.ReadAllText(_path) + Line(id, secret)));
            var key = new TokenKey(id, secret);
            Keys.Add(key);
            return key;
        }
    }

    private static string Line(byte id, byte[] secret) => $"{id} {Convert.ToBase64String(secret)}\n";
}
