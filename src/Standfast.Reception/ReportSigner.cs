using Microsoft.Extensions.Logging;
using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.MailAuth.Dkim;
using Standfast.Queue;

namespace Standfast.Reception;

/// <summary>Signs our own notifications with the key of this host's name, where it has one. A key that cannot be read leaves them unsigned: they must go.</summary>
public sealed class ReportSigner(IDkimKeys keys, DomainName hostname, TimeProvider time, ILogger logger) : IReportSigner
{
    public string Sign(ReadOnlyMemory<byte> message)
    {
        try
        {
            if (keys.Find(hostname) is not { } key) return "";
            var end = message.Span.IndexOf("\r\n\r\n"u8);
            if (end < 0 || !HeaderSection.TryParse(message[..(end + 2)], out var headers, out _)) return "";
            using var hasher = new BodyHasher();
            hasher.Append(message.Span[(end + 4)..]);
            return DkimSigner.Sign(headers, hasher.Finish(), key, time.GetUtcNow());
        }
        catch (DkimKeyUnavailableException exception)
        {
            Log.ReportUnsigned(logger, hostname.Value, exception);
            return "";
        }
    }
}
