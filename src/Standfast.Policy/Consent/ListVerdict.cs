namespace Standfast.Policy.Consent;

/// <summary>What a list of addresses is good for, best first: of several findings the worst decides.</summary>
public enum ListVerdict
{
    /// <summary>Nothing speaks against it.</summary>
    Accept = 0,

    /// <summary>A person should look at it before anything is sent.</summary>
    Review = 1,

    /// <summary>Writing to it would cost the sender the trust of providers.</summary>
    Refuse = 2,
}
