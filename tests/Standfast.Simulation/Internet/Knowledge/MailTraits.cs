namespace Standfast.Simulation.Internet.Knowledge;

/// <summary>What becomes of one kind of mail at its readers. From data/survival/mail.toml. Shares are 0 to 1.</summary>
/// <param name="Complaints">Of messages in the inbox.</param>
/// <param name="Leaves">Of messages in the inbox: who would unsubscribe.</param>
/// <param name="HasNoWayOut">Half of those who would leave complain instead.</param>
/// <param name="Filtered">Taken for spam by a provider's filter.</param>
/// <param name="Refused">Of all: taken for spam so surely that it is refused.</param>
/// <param name="Dead">Recipients that do not exist; where the sender's habit does not say.</param>
/// <param name="Traps">Recipients that are traps.</param>
internal sealed record MailTraits(string Kind, bool IsHarmful, double Complaints, double Leaves, bool HasNoWayOut, double Filtered, double Refused, double Dead, double Traps);
