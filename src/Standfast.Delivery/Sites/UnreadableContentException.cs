namespace Standfast.Delivery.Sites;

/// <summary>Our own copy of a message cannot be read: neither the peer nor the recipient is to blame.</summary>
internal sealed class UnreadableContentException(string message, Exception innerException) : Exception(message, innerException);
