using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Standfast.Simulation.Internet.Knowledge;

/// <summary>All numbers and texts of the simulated internet. Read once; may be shared by runs.</summary>
internal sealed record SurvivalKnowledge(
    ImmutableArray<ProviderRules> Providers, ImmutableArray<BlocklistRules> Blocklists, HostRules Host, OwnerHabits Owner, FrozenDictionary<string, MailTraits> Mail)
{
    private static readonly Lazy<SurvivalKnowledge> s_ofProgram = new(() => SurvivalFiles.Read(Path.Combine(AppContext.BaseDirectory, "data", "survival")));

    /// <summary>Of the folder beside the program.</summary>
    /// <exception cref="InvalidDataException">The files hold mistakes.</exception>
    public static SurvivalKnowledge OfProgram => s_ofProgram.Value;
}
