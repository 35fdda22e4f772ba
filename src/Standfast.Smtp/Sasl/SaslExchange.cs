using System.Text;

namespace Standfast.Smtp.Sasl;

/// <summary>The server's side of a PLAIN (RFC 4616) or LOGIN exchange: collects user name and secret.</summary>
internal sealed class SaslExchange
{
    /// <summary>Octets of a user name or secret; ours.</summary>
    private const int MaxOctets = 1_024;

    private readonly bool _isPlain;
    private int _step;

    private SaslExchange(bool isPlain) => _isPlain = isPlain;

    public bool IsComplete { get; private set; }

    public string UserName { get; private set; } = "";

    public byte[] Secret { get; private set; } = [];

    /// <summary>Base64 of what is asked next: nothing for PLAIN, "Username:" and "Password:" for LOGIN.</summary>
    public string Challenge => _isPlain ? "" : _step == 0 ? "VXNlcm5hbWU6" : "UGFzc3dvcmQ6";

    /// <returns>Null for a mechanism that is not offered.</returns>
    public static SaslExchange? Start(string mechanism) =>
        mechanism.Equals("PLAIN", StringComparison.OrdinalIgnoreCase) ? new SaslExchange(true)
        : mechanism.Equals("LOGIN", StringComparison.OrdinalIgnoreCase) ? new SaslExchange(false)
        : null;

    /// <returns>False when the response is not base64 or not of the mechanism's form.</returns>
    public bool TryRespond(string base64)
    {
        var bytes = new byte[base64.Length];
        // RFC 4954 §4: no character outside the alphabet; the decoder below would pass over these.
        if (base64.AsSpan().ContainsAny(" \t\r\n")) return false;
        if (!Convert.TryFromBase64String(base64, bytes, out var length) || length > (2 * MaxOctets) + 2) return false;
        var response = bytes.AsSpan(0, length);
        if (_isPlain) return TryPlain(response);
        if (length is 0 or > MaxOctets) return false;
        if (_step++ == 0)
        {
            UserName = Encoding.UTF8.GetString(response);
            return true;
        }

        Secret = response.ToArray();
        return IsComplete = true;
    }

    // [authzid] NUL authcid NUL passwd
    private bool TryPlain(ReadOnlySpan<byte> message)
    {
        var first = message.IndexOf((byte)0);
        if (first < 0) return false;
        var second = message[(first + 1)..].IndexOf((byte)0);
        if (second is <= 0 or > MaxOctets) return false;
        var identity = message[..first];
        var user = message.Slice(first + 1, second);
        // Acting for another user is not offered; naming oneself is harmless.
        if (!identity.IsEmpty && !identity.SequenceEqual(user)) return false;
        var secret = message[(first + second + 2)..];
        if (secret.Length is 0 or > MaxOctets) return false;
        UserName = Encoding.UTF8.GetString(user);
        Secret = secret.ToArray();
        return IsComplete = true;
    }
}
