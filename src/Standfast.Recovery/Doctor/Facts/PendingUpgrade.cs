namespace Standfast.Recovery.Doctor.Facts;

public sealed record PendingUpgrade(string Package, string Installed, string Offered);
