using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Standfast.Simulation.Internet.Knowledge;

/// <summary>All numbers and texts of the simulated internet. Read once; may be shared by runs.</summary>
internal sealed record SurvivalKnowledge(
    ImmutableArray<ProviderRules> Providers, ImmutableArray<BlocklistRules> Blocklists, HostRules Host, OwnerHabits Owner, FrozenDictionary<string, MailTraits> Mail)
{
    private static readonly Lazy<SurvivalKnowledge> s_ofProgram = new(() => SurvivalFiles.Read(Path.Combine(AppContext.BaseDirectory, "data", "survival")));

    /// <summary>Of a message as it arrives: mail whose only fault was that nobody could leave is that of any list once it names a way.</summary>
    public MailTraits Arrived(MailTraits written, bool hasWayOut) => written.HasNoWayOut && hasWayOut ? Mail["consented-bulk"] : written;

    /// <summary>Of the folder beside the program.</summary>
    /// <exception cref="InvalidDataException">The files hold mistakes.</exception>
    public static SurvivalKnowledge OfProgram => s_ofProgram.Value;
}
