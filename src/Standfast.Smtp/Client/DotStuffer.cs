using System.Buffers;

namespace Standfast.Smtp.Client;

/// <summary>Doubles dots at line starts (RFC 5321 §4.5.2), over content that comes in pieces cut anywhere.</summary>
internal sealed class DotStuffer
{
    private byte _last = (byte)'\n';

    public void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty) return;
        if (piece[0] == (byte)'.' && _last == (byte)'\n') output.Write("."u8);
        _last = piece[^1];
        while (true)
        {
            var dot = piece.IndexOf("\n."u8);
            if (dot < 0)
            {
                output.Write(piece);
                return;
            }

            output.Write(piece[..(dot + 2)]);
            output.Write("."u8);
            piece = piece[(dot + 2)..];
        }
    }

    /// <summary>Content must end in a line end before the final dot.</summary>
    public void End(IBufferWriter<byte> output)
    {
        if (_last != (byte)'\n') output.Write("\r\n"u8);
    }
}
