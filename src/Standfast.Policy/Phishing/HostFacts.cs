namespace Standfast.Policy.Phishing;

/// <summary>What a host's name says, whoever links to it.</summary>
/// <param name="Points">Of the name alone, as a stranger's.</param>
/// <param name="Rule">Why; empty where there are no points.</param>
internal readonly record struct HostVerdict(int Points, string Rule);

/// <summary>Whose a host is.</summary>
/// <param name="Registered">The part of it that one owner has.</param>
/// <param name="IsShared">Anyone can rent a label of it.</param>
/// <param name="Owner">The brand whose domain it is; null where it is none, or shared.</param>
internal readonly record struct HostFacts(string Registered, bool IsShared, Brand? Owner);
