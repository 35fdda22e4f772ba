namespace Standfast.Delivery.Shaping;

/// <summary>Who takes connections of a budget.</summary>
internal interface IConnectionHolder
{
    /// <summary>There may be work, or a connection for it. Returns at once.</summary>
    void Kick();

    /// <summary>Its last connection failed: it is to leave room for others.</summary>
    bool IsFailing { get; }
}
