namespace Standfast.Policy.Phishing;

/// <summary>A name that phishing hides behind.</summary>
/// <param name="Name">As people write it.</param>
/// <param name="Words">What it looks like within a host: lower case, without spaces and accents; at least three letters.</param>
/// <param name="Domains">Registered names that are the brand's; NAME.* stands for every country and com, net, org, info, biz.</param>
/// <param name="IsCommon">The words are everyday ones or names of people too: they prove nothing by themselves.</param>
public sealed record Brand(string Name, IReadOnlyList<string> Words, IReadOnlyList<string> Domains, bool IsCommon);
