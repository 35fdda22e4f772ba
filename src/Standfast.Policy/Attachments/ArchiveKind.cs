namespace Standfast.Policy.Attachments;

/// <summary>Archives that can be looked into.</summary>
internal enum ArchiveKind
{
    Zip,
    SevenZip,
    Rar,
    Tar,
    GZip,
    BZip2,
    Xz,
}
