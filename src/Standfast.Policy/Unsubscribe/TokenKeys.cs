namespace Standfast.Policy.Unsubscribe;

/// <summary>The secrets that tokens were made with: the newest makes new ones, all are good for those that are out. May be called concurrently.</summary>
public sealed class TokenKeys
{
    /// <summary>Ids are one octet, and none is used twice.</summary>
    public const int MaxKeys = 255;

    private volatile IReadOnlyList<TokenKey> _keys;

    /// <param name="keys">At least one; the last is the newest.</param>
    public TokenKeys(IReadOnlyList<TokenKey> keys)
    {
        ArgumentOutOfRangeException.ThrowIfZero(keys.Count);
        _keys = keys;
    }

    public TokenKey Newest => _keys[^1];

    public int Count => _keys.Count;

    public TokenKey? Find(byte id)
    {
        foreach (var key in _keys)
            if (key.Id == id)
                return key;
        return null;
    }

    /// <summary>From now on the key makes new tokens. Its secret must be durable before.</summary>
    public void Add(TokenKey key) => _keys = [.. _keys, key];
}
