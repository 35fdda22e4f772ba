using System.Net;

namespace Standfast.Recovery.Doctor.Facts;

/// <param name="IsOurs">This server listens.</param>
public sealed record ListeningSocket(IPAddress Address, int Port, bool IsOurs)
{
    /// <summary>Others than this machine can reach it, as far as no packet filter forbids.</summary>
    public bool IsReachable => !IPAddress.IsLoopback(Address.IsIPv4MappedToIPv6 ? Address.MapToIPv4() : Address);
}
