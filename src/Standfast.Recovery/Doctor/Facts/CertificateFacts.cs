namespace Standfast.Recovery.Doctor.Facts;

/// <summary>The certificate that is shown at the SMTP ports.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Names">DNS names that it is for, lower case; * stands for one label.</param>
public sealed record CertificateFacts(string Path, IReadOnlyList<string> Names, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>Of an RSA key; null for others.</summary>
    public int? RsaBits { get; init; }

    /// <summary>Such as "sha256RSA".</summary>
    public string Signature { get; init; } = "";

    public bool IsSelfSigned { get; init; }

    /// <summary>Certificates in the file.</summary>
    public int ChainLength { get; init; } = 1;

    /// <summary>Made for servers, or for everything.</summary>
    public bool IsForServers { get; init; } = true;

    /// <summary>When the file was written last.</summary>
    public DateTimeOffset WrittenAt { get; init; }
}
