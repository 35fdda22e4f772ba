using System.Buffers;
using System.Text;

namespace Standfast.MailAuth.Dkim;

/// <summary>Relaxed canonical form of a header field (RFC 6376 §3.4.2).</summary>
internal static class HeaderCanonicalization
{
    /// <summary>Lower-case name, colon, value unfolded with each run of white space as one space, none at either end; then CRLF.</summary>
    public static void WriteRelaxed(ReadOnlySpan<byte> field, IBufferWriter<byte> target, bool withLineEnd)
    {
        var colon = field.IndexOf((byte)':');
        var buffer = target.GetSpan(field.Length + 3);
        var length = 0;
        foreach (var octet in field[..colon])
            if (octet is not ((byte)' ' or (byte)'\t'))
                buffer[length++] = octet is >= (byte)'A' and <= (byte)'Z' ? (byte)(octet | 0x20) : octet;
        buffer[length++] = (byte)':';
        var start = length;
        var space = false;
        foreach (var octet in field[(colon + 1)..])
        {
            if (octet is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                space = length > start;
                continue;
            }

            if (space) buffer[length++] = (byte)' ';
            space = false;
            buffer[length++] = octet;
        }

        if (withLineEnd)
        {
            buffer[length++] = (byte)'\r';
            buffer[length++] = (byte)'\n';
        }

        target.Advance(length);
    }

    public static void WriteRelaxed(string field, IBufferWriter<byte> target, bool withLineEnd) => WriteRelaxed(Encoding.ASCII.GetBytes(field), target, withLineEnd);
}
