using System.Security.Cryptography;
using Standfast.Mail.ReturnPaths;
using Standfast.Storage.Files;

namespace Standfast.Storage.Keys;

/// <summary>The secret of signed return paths, made once: without it nothing that comes back later is known for ours.</summary>
public static class ReturnPathKey
{
    /// <exception cref="IOException">It can be neither read nor made, or what is there is not a key.</exception>
    public static byte[] ReadOrCreate(string path)
    {
        if (!File.Exists(path)) PosixCalls.WriteDurably(path, RandomNumberGenerator.GetBytes(ReturnPathSigner.KeyOctets));
        var key = File.ReadAllBytes(path);
        return key.Length == ReturnPathSigner.KeyOctets
            ? key
            : throw new IOException($"{path} holds {key.Length} octets, not a key of {ReturnPathSigner.KeyOctets}; restore it from a backup, or delete it: then reports about mail that has left no longer come back");
    }
}
