using System.Net;

namespace Standfast.Reputation.Feedback.Snds;

/// <summary>Whether Microsoft blocks a range of ours (Smart Network Data Services, "View IP status").</summary>
public sealed record SndsStatus(IPAddress First, IPAddress Last, bool IsBlocked, string Details);
