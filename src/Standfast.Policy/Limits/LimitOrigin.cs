namespace Standfast.Policy.Limits;

/// <summary>Where a limit comes from.</summary>
public enum LimitOrigin
{
    /// <summary>A setting, for all objects of the scope.</summary>
    Default,

    /// <summary>Set for the object.</summary>
    Set,

    /// <summary>Of the credential itself.</summary>
    Credential,

    /// <summary>The object is new.</summary>
    Ramp,
}
