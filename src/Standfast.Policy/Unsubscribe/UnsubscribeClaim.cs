using Standfast.Mail;
using Standfast.Policy.Suppression;

namespace Standfast.Policy.Unsubscribe;

/// <summary>What an unsubscribe token says: mail of which stream, and who got it.</summary>
/// <param name="Address">Null where the message went to several recipients at once: who it is then says the reader, and the message has to have gone to them.</param>
public sealed record UnsubscribeClaim(AccountId Account, StreamName Stream, SpoolId Message, AddressKey? Address);
