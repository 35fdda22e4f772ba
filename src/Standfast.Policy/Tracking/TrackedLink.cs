using Standfast.Mail;
using Standfast.Policy.Suppression;

namespace Standfast.Policy.Tracking;

/// <summary>What a token of ours in a message says.</summary>
/// <param name="Url">Where the link leads; "" for the image that shows an open.</param>
/// <param name="Links">Tracked links of the message, 0 to 255.</param>
public sealed record TrackedLink(SpoolId Message, AddressKey Address, string Url, byte Links);
