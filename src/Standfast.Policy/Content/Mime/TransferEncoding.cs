namespace Standfast.Policy.Content.Mime;

/// <summary>Content-Transfer-Encoding (RFC 2045 §6.1); 7bit, 8bit and binary are one here, for they stand as they are.</summary>
public enum TransferEncoding
{
    Identity = 0,
    Base64 = 1,
    QuotedPrintable = 2,
}
