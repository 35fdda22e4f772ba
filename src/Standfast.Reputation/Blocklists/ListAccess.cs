namespace Standfast.Reputation.Blocklists;

/// <summary>Who may ask a list.</summary>
public enum ListAccess
{
    /// <summary>Everybody, from a resolver of one's own.</summary>
    Open,

    /// <summary>Whose resolver the operator knows.</summary>
    Registration,

    /// <summary>Whoever has a key, which is part of the name that is asked for.</summary>
    Key,

    /// <summary>Customers.</summary>
    Contract,
}
