namespace Standfast.Web.Console.Messages;

/// <summary>A message in the list.</summary>
/// <param name="Status">Of its recipients: how many are delivered, wait, are held …</param>
/// <param name="Worst">The word that decides the colour.</param>
public sealed record MessageLine(string Id, DateTimeOffset At, string Sender, string Credential, string Recipient, int Recipients, string Status, string Worst);
