namespace Standfast.Cli.Firewall;

/// <summary>From whom ports of databases and scanners are closed. This machine reaches them always.</summary>
internal enum ServiceClosing
{
    None,

    /// <summary>From all but private networks.</summary>
    Public,

    All,
}
