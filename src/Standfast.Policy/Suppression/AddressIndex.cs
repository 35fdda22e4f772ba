using System.Security.Cryptography;
using System.Text;
using Standfast.Mail;

namespace Standfast.Policy.Suppression;

/// <summary>
/// Answers from RAM which flags an address has in a scope, for millions of addresses: of each only a salted hash of 64 bits and a byte are kept, at most 17
/// octets an entry. Of ten million entries a foreign address is taken for one of them once in 10^12 questions. May be called concurrently.
/// </summary>
public sealed class AddressIndex
{
    // Small enough that one that grows keeps nobody waiting.
    private const int Shards = 64;
    private const int SaltOctets = 16;

    // Account, stream and address at their longest in UTF-8, and two zeros; lower case may need more octets than upper case.
    private const int MaxInputOctets = SaltOctets + 64 + 1 + 32 + 1 + 1024;

    private readonly AddressIndexShard[] _shards = new AddressIndexShard[Shards];
    private readonly byte[] _salt;

    /// <param name="salt">16 octets that nobody who chooses addresses knows; may differ at every start.</param>
    public AddressIndex(ReadOnlySpan<byte> salt)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, SaltOctets);
        _salt = salt.ToArray();
        for (var index = 0; index < Shards; index++) _shards[index] = new AddressIndexShard();
    }

    public bool IsEmpty => Count == 0;

    /// <summary>Addresses with flags, each as often as it has scopes.</summary>
    public long Count
    {
        get
        {
            long count = 0;
            foreach (var shard in _shards) count += shard.Count;
            return count;
        }
    }

    public byte Find(AccountId? account, StreamName? stream, AddressKey address)
    {
        var key = KeyOf(account, stream, address);
        return _shards[key % Shards].Find(key);
    }

    public void Set(AccountId? account, StreamName? stream, AddressKey address, byte flags)
    {
        var key = KeyOf(account, stream, address);
        _shards[key % Shards].Change(key, set: flags, clear: 0);
    }

    public void Clear(AccountId? account, StreamName? stream, AddressKey address, byte flags)
    {
        var key = KeyOf(account, stream, address);
        _shards[key % Shards].Change(key, set: 0, clear: flags);
    }

    private ulong KeyOf(AccountId? account, StreamName? stream, AddressKey address)
    {
        Span<byte> input = stackalloc byte[MaxInputOctets];
        _salt.CopyTo(input);
        var length = SaltOctets;
        length += Encoding.UTF8.GetBytes(account?.Value, input[length..]);
        input[length++] = 0;
        length += Encoding.UTF8.GetBytes(stream?.Value, input[length..]);
        input[length++] = 0;
        length += Encoding.UTF8.GetBytes(address.Value, input[length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input[..length], hash);
        return BitConverter.ToUInt64(hash);
    }
}
