namespace Standfast.Policy.Compromise;

/// <summary>One sender as the screen shows it.</summary>
/// <param name="State">normal, learning, slowed or held.</param>
/// <param name="Numbers">Null for campaigns and streams, of which only outcomes are watched.</param>
/// <param name="Samples">Of its last messages, the oldest first.</param>
public sealed record SenderReport(string Id, string State, SenderHold? Hold, SenderNumbers? Numbers, IReadOnlyList<MailSample> Samples);
