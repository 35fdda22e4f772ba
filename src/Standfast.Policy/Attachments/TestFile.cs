using System.Security.Cryptography;

namespace Standfast.Policy.Attachments;

/// <summary>
/// The anti-malware test file (https://www.eicar.org/download-anti-malware-testfile/): a file that begins with 68 known octets. They are known by
/// their hash here, so that no scanner takes this program for the file.
/// </summary>
internal static class TestFile
{
    private const int Octets = 68;

    private static readonly byte[] s_hash = Convert.FromHexString("275A021BBFB6489E54D471899F7DB9D1663FC695EC2FE2A2C4538AABF651FD0F");

    public static bool Is(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) content = content[3..];
        content = content.TrimStart(" \t\r\n"u8);
        if (content.Length < Octets || !content.StartsWith("X5O!P%"u8)) return false;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content[..Octets], hash);
        return hash.SequenceEqual(s_hash);
    }
}
