using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Standfast.Web;

/// <summary>The token that opens the API.</summary>
public sealed class AdminToken(string token)
{
    private readonly byte[] _hash = SHA256.HashData(Encoding.ASCII.GetBytes(token));

    /// <summary>Compares hashes in constant time, so that neither content nor length of the token shows.</summary>
    public bool Allows(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.Ordinal) && Matches(header[7..]);
    }

    /// <summary>As <see cref="Allows"/>, of what a person typed.</summary>
    public bool Matches(string token) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token)), _hash);
}
