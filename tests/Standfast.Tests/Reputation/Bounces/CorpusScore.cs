using System.Globalization;
using Standfast.Reputation.Classification;

namespace Standfast.Tests.Reputation.Bounces;

/// <summary>Counts how many results of a corpus are right, and remembers those that are not.</summary>
internal sealed class CorpusScore
{
    private const double LeastCauses = 0.97;
    private const double LeastScopes = 0.995;

    private readonly List<string> _wrong = [];
    private int _causes;
    private int _rightCauses;
    private int _scopes;
    private int _rightScopes;
    private int _wronglySuppressed;

    /// <param name="reasons">Any of them is right.</param>
    /// <param name="read">Null where nothing was found, which is wrong.</param>
    public void Add(string subject, string[] reasons, ReplyClass? read)
    {
        _causes++;
        var isCause = read is not null && reasons.Any(reason => SisimaiReasons.IsCauseRight(reason, read.Cause));
        if (isCause) _rightCauses++;
        var scopes = read is null ? [] : reasons.Select(reason => SisimaiReasons.IsScopeRight(reason, read)).ToArray();
        var isScope = scopes.Length > 0 && (scopes.Contains(true) || scopes.Contains(null));
        if (scopes.Any(scope => scope is not null))
        {
            _scopes++;
            if (isScope) _rightScopes++;
        }

        var isSuppressed = read is not null && reasons.All(reason => SisimaiReasons.IsWronglySuppressed(reason, read));
        if (isSuppressed) _wronglySuppressed++;
        if (!isCause || (scopes.Length > 0 && !isScope) || isSuppressed) _wrong.Add($"{string.Join('|', reasons)}: {read?.RuleId} {read?.Cause} {read?.Scope}: {subject}");
    }

    public void AssertGood()
    {
        var told = string.Create(
            CultureInfo.InvariantCulture, $"causes {_rightCauses} of {_causes}, scopes {_rightScopes} of {_scopes}, {_wronglySuppressed} suppressed by a fault of ours\n{string.Join('\n', _wrong)}");
        Assert.True(_rightCauses >= _causes * LeastCauses && _rightScopes >= _scopes * LeastScopes && _wronglySuppressed == 0, told);
    }
}
