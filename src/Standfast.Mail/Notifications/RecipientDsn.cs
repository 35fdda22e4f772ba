namespace Standfast.Mail.Notifications;

/// <summary>What was asked for one recipient (RFC 3461 §4.1, §4.2).</summary>
/// <param name="Original">ORCPT as it came, "addr-type;xtext"; null when not given.</param>
public readonly record struct RecipientDsn(DsnNotify Notify, string? Original)
{
    public bool WantsFailure => Notify == DsnNotify.Unspecified || Notify.HasFlag(DsnNotify.Failure);

    public bool WantsSuccess => Notify.HasFlag(DsnNotify.Success);
}
