namespace Standfast.Reputation.Identity;

/// <summary>What is wrong with the names of an address.</summary>
public enum IdentityFault
{
    /// <summary>It has no PTR record.</summary>
    NoName,

    /// <summary>No name of its PTR records leads back to it.</summary>
    NameNotConfirmed,

    /// <summary>The EHLO name does not lead to it.</summary>
    HeloElsewhere,

    /// <summary>Its name looks like one of a range of dial-up or unassigned addresses.</summary>
    GenericName,

    /// <summary>Its PTR records are others than they were.</summary>
    NameChanged,
}
