using System.Net;
using System.Net.Sockets;

namespace Standfast.Reputation.Blocklists;

/// <summary>Which addresses a list in the DNS may answer with at all (RFC 5782 §2.1).</summary>
public static class ListAnswer
{
    /// <summary>An answer that a list gives: all others come from somewhere else, such as a provider that answers every name.</summary>
    public static bool IsLoopback(IPAddress answer) => answer.AddressFamily == AddressFamily.InterNetwork && answer.GetAddressBytes()[0] == 127;

    /// <summary>Not a listing but a complaint: asked through a public resolver, too often, or wrongly (such as Spamhaus's 127.255.255.252 to .255).</summary>
    public static bool IsError(IPAddress answer) => answer.GetAddressBytes() is [127, 255, 255, _];
}
