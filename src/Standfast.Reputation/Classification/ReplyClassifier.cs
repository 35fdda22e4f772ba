namespace Standfast.Reputation.Classification;

/// <summary>
/// Classifies by rules: first those of the provider itself, then what others say as well, then blocklists that a receiver quotes, then relays in general (for
/// our own relay), then servers in general. What no rule knows is read from the enhanced code, then from the basic code and the phase.
/// </summary>
public sealed class ReplyClassifier : IReplyClassifier
{
    private readonly ReplyRules _rules;
    private readonly RuleMatcher _matcher;
    private readonly (Range Range, ReplySourceKind Kind)[] _stages;

    public ReplyClassifier(ReplyRules rules)
    {
        _rules = rules;
        _matcher = new RuleMatcher(rules.Rules);
        var stages = new List<(Range, ReplySourceKind)>();
        foreach (var kind in rules.Sources.GroupBy(source => source.Kind).OrderBy(group => group.Key))
            stages.Add((rules.RangeOf(kind.First()).Start.Value..rules.RangeOf(kind.Last()).End.Value, kind.Key));
        _stages = [.. stages];
    }

    public ReplyClass Classify(string text, string? provider, string? phase = null, bool isOwnRelay = false)
    {
        var reply = ReplyText.Normalize(text);
        var source = _rules.Find(provider);
        phase ??= SpokenPhase.In(reply);
        var start = ReplyText.IndexOfReply(reply);
        if (start > 0) source ??= _rules.Find(RemoteHost.In(reply[..start]));
        if (start <= 0) return Judge(reply, source, phase, isOwnRelay);
        // "host mx.example said: 550 …": the reply itself first.
        var own = Judge(reply.AsSpan(start), source, phase, isOwnRelay);
        if (own.IsCertain) return own;
        var whole = Judge(reply, source, phase, isOwnRelay);
        return whole.IsCertain ? whole with { IsTemporary = own.IsTemporary } : own;
    }

    private ReplyClass Judge(ReadOnlySpan<char> reply, ReplySource? source, string? phase, bool isOwnRelay)
    {
        var codes = ReplyCodes.Of(reply);
        var rule = FirstRule(reply, source, isOwnRelay);
        if (rule is null || rule.IsVague)
        {
            if (ReplyCodes.FromEnhanced(reply, codes, phase) is { } read) return read;
            if (rule is null) return ReplyCodes.FromBasic(codes, phase);
        }

        var scope = rule.Scope is FaultScope.Recipient ? PhaseScope.Limit(phase) : rule.Scope;
        return new ReplyClass(rule.Id, rule.Provider, rule.Cause, scope, rule.Severity, rule.Action, codes.IsTemporary(rule.Cause), IsCertain: !rule.IsVague);
    }

    private ReplyRule? FirstRule(ReadOnlySpan<char> reply, ReplySource? source, bool isOwnRelay)
    {
        Span<ulong> hits = stackalloc ulong[_matcher.HitWords];
        Span<ulong> candidates = stackalloc ulong[_matcher.Words];
        _matcher.FindCandidates(reply, hits, candidates);
        if (source is not null && _matcher.FirstMatch(reply, _rules.RangeOf(source), onlyGlobal: false, hits, candidates) is >= 0 and var own) return _rules.Rules[own];
        foreach (var (range, kind) in _stages)
        {
            if (kind == ReplySourceKind.Submission && !isOwnRelay) continue;
            if (_matcher.FirstMatch(reply, range, onlyGlobal: kind == ReplySourceKind.Provider, hits, candidates) is >= 0 and var found) return _rules.Rules[found];
        }

        return null;
    }
}
