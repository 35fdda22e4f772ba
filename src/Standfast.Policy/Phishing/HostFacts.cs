namespace Standfast.Policy.Phishing;

/// <summary>Whose a host is.</summary>
/// <param name="Registered">The part of it that one owner has.</param>
/// <param name="IsShared">Anyone can rent a label of it.</param>
/// <param name="Owner">The brand whose domain it is; null where it is none, or shared.</param>
internal readonly record struct HostFacts(string Registered, bool IsShared, Brand? Owner);
