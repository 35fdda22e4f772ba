namespace Standfast.Recovery.Doctor;

/// <summary>What a check of the audit is about.</summary>
public enum CheckArea
{
    Host,
    Network,
    Identity,
    Tls,
    Reputation,
    Policy,
    Accounts,
    Service,
    Software,
    Firewall,
}
