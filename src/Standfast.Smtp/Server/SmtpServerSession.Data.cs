using System.Buffers;
using Standfast.Mail;
using Standfast.Smtp.Wire;

namespace Standfast.Smtp.Server;

/// <content>DATA: the content, from 354 to the reply after the final dot.</content>
public sealed partial class SmtpServerSession
{
    private const int BlockOctets = 64 * 1024;

    private static readonly SmtpReply s_go = new(354, null, "End data with <CR><LF>.<CR><LF>");

    private async ValueTask DataAsync(ReadOnlyMemory<byte> rest, CancellationToken cancellationToken)
    {
        if (!rest.IsEmpty || _recipients == 0)
        {
            Refuse(rest.IsEmpty ? _hasTransaction ? new SmtpReply(554, 5, 1, "No valid recipients") : s_outOfOrder : s_syntax);
            return;
        }

        var start = await _handler.BeginDataAsync(cancellationToken);
        if (start is not DataStart.Accepted(var receiver))
        {
            Refuse(((DataStart.Refused)start).Reply);
            EndTransaction();
            return;
        }

        var isOpen = true;
        try
        {
            await SayAsync(s_go, cancellationToken);
            _deadline.CancelAfter(options.ContentTimeout);
            var fault = await ReceiveAsync(receiver, cancellationToken);
            if (fault == ContentFault.None)
            {
                isOpen = false;
                Say(await receiver.CompleteAsync(cancellationToken));
            }
            else
            {
                Say(ReplyTo(fault));
                // What a peer means that mixes line ends is anybody's guess; the next command may be part of the message.
                _isEnding = fault == ContentFault.BareLineEnd;
            }
        }
        finally
        {
            if (isOpen) await receiver.AbortAsync();
        }

        EndTransaction();
    }

    private SmtpReply ReplyTo(ContentFault fault) => fault switch
    {
        ContentFault.BareLineEnd => new SmtpReply(550, 6, 11, "Bare CR, bare LF or NUL in the message; lines end in CRLF (RFC 5321 section 2.3.8)"),
        ContentFault.LineTooLong => new SmtpReply(550, 6, 0, $"A line is longer than {ContentReader.MaxLineOctets} octets"),
        ContentFault.TooLarge => TooLarge(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <exception cref="IOException">The peer left before the final dot.</exception>
    private async ValueTask<ContentFault> ReceiveAsync(IContentReceiver receiver, CancellationToken cancellationToken)
    {
        var content = new ContentReader(options.MaxMessageOctets);
        using var block = new PooledBlock(8 * 1024);
        while (true)
        {
            var result = await _pipe.Input.ReadAsync(cancellationToken);
            var ended = ReadBlock(content, result.Buffer, block, out var consumed);
            _pipe.Input.AdvanceTo(consumed);
            if (content.Fault != ContentFault.None) block.Clear();
            if (block.Length > 0 && (ended || block.Length >= BlockOctets))
            {
                await receiver.WriteAsync(block.Written, cancellationToken);
                block.Clear();
            }

            if (ended) return content.Fault;
            if (result.IsCompleted) throw new IOException("the peer left within the content");
        }
    }

    private static bool ReadBlock(ContentReader content, ReadOnlySequence<byte> buffer, PooledBlock block, out SequencePosition consumed)
    {
        long total = 0;
        foreach (var piece in buffer)
        {
            var ended = content.Read(piece.Span, block, out var used);
            total += used;
            if (!ended) continue;
            consumed = buffer.GetPosition(total);
            return true;
        }

        consumed = buffer.End;
        return false;
    }
}
