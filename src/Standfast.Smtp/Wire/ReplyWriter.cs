using System.Buffers;
using System.Globalization;
using System.Text;
using Standfast.Mail;

namespace Standfast.Smtp.Wire;

/// <summary>Writes replies. Texts never carry a line end into the wire.</summary>
internal static class ReplyWriter
{
    // 250-1.1.1 TEXT CRLF ... 250 1.1.1 TEXT CRLF     (RFC 5321 §4.2.1, RFC 2034 §4)
    public static void Write(IBufferWriter<byte> output, SmtpReply reply)
    {
        for (var index = 0; index < reply.Lines.Length; index++)
        {
            var text = reply.Lines[index];
            var target = output.GetSpan(32 + (text.Length * 3));
            reply.Code.TryFormat(target, out var length, default, CultureInfo.InvariantCulture);
            target[length++] = (byte)(index == reply.Lines.Length - 1 ? ' ' : '-');
            if (reply.Enhanced is { } enhanced)
            {
                length += Encoding.ASCII.GetBytes(enhanced.ToString(), target[length..]);
                target[length++] = (byte)' ';
            }

            var start = length;
            length += Encoding.UTF8.GetBytes(text, target[length..]);
            foreach (ref var octet in target[start..length])
                if (octet < 0x20)
                    octet = (byte)' ';
            target[length++] = (byte)'\r';
            target[length++] = (byte)'\n';
            output.Advance(length);
        }
    }
}
