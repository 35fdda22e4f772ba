using Standfast.Accounts;
using Standfast.Mail;
using Standfast.Policy.Checks;

namespace Standfast.Policy.Limits;

/// <summary>
/// Asks at the final dot for all that the message needs, and tells a client at RCPT where nothing is left for any message. To be the last
/// check: what was taken for a message that another refuses would be lost.
/// </summary>
/// <param name="poolOf">The egress pool of an account's stream.</param>
/// <param name="rateOf">Recipients per hour of the credential itself; null where it has no such limit.</param>
public sealed class LimitCheck(
    LimitBook book, LimitPolicy policy, LimitRamps ramps, ProviderDomains providers, Func<AccountId, StreamName, string> poolOf, Func<Credential, long?> rateOf, TimeProvider time) : IMessageCheck, IRecipientCheck
{
    public async ValueTask<Finding?> CheckAsync(SubmittedMessage message, CancellationToken cancellationToken)
    {
        var demands = DemandsOf(message);
        return demands.Count > 0 && await book.TakeAsync(message.Id, demands) is { } shortage ? LimitReplies.For(shortage, time.GetUtcNow()) : null;
    }

    public Finding? Check(SubmissionContext context, EmailAddress recipient)
    {
        var demands = new List<LimitDemand>();
        var size = new Size(1, 1, 1);
        AddSender(demands, context, size);
        if (policy.HasAny(LimitScope.Provider)) Add(demands, new LimitObject(LimitScope.Provider, providers.Find(recipient.Domain)), size);
        return book.Look(demands) is { } shortage ? LimitReplies.For(shortage, time.GetUtcNow()) : null;
    }

    private List<LimitDemand> DemandsOf(SubmittedMessage message)
    {
        var demands = new List<LimitDemand>();
        var context = message.Context;
        var size = new Size(1, message.Recipients.Count, message.Content.Length);
        AddSender(demands, context, size);
        if (policy.HasAny(LimitScope.Stream)) Add(demands, new LimitObject(LimitScope.Stream, $"{context.Account}/{message.Stream}"), size);
        if (policy.HasAny(LimitScope.Source)) Add(demands, new LimitObject(LimitScope.Source, poolOf(context.Account, message.Stream)), size);
        AddRamped(demands, new LimitObject(LimitScope.Domain, message.From.Domain.Value), size, ramps.ForDomain(message.From.Domain, context.Account, context.Credential is not null));
        if (!policy.HasAny(LimitScope.Provider)) return demands;
        foreach (var group in message.Recipients.GroupBy(recipient => providers.Find(recipient.Domain)))
            Add(demands, new LimitObject(LimitScope.Provider, group.Key), size with { Recipients = group.Count() });
        return demands;
    }

    /// <summary>What is known at RCPT already.</summary>
    private void AddSender(List<LimitDemand> demands, SubmissionContext context, Size size)
    {
        if (context.Credential is { } credential)
        {
            var counted = new LimitObject(LimitScope.Credential, credential.UserName);
            Add(demands, counted, size);
            if (rateOf(credential) is { } rate) Narrow(demands, counted, new LimitRule(LimitMetric.Recipients, LimitWindow.Hour, rate), size, null);
        }

        AddRamped(demands, new LimitObject(LimitScope.Account, context.Account.Value), size, ramps.ForAccount(context.Account, context.Credential is not null));
    }

    private void AddRamped(List<LimitDemand> demands, LimitObject counted, Size size, RampStep? step)
    {
        Add(demands, counted, size);
        if (step is not null) Narrow(demands, counted, new LimitRule(LimitMetric.Recipients, LimitWindow.Day, step.Recipients), size, step);
    }

    private void Add(List<LimitDemand> demands, LimitObject counted, Size size)
    {
        if (!policy.HasAny(counted.Scope)) return;
        foreach (var rule in policy.RulesFor(counted)) demands.Add(new LimitDemand(counted, rule, size.Of(rule.Metric)));
    }

    /// <summary>Of two limits on the same the lower holds.</summary>
    private static void Narrow(List<LimitDemand> demands, LimitObject counted, LimitRule rule, Size size, RampStep? step)
    {
        var place = demands.FindIndex(demand => demand.Subject == counted && demand.Rule.Metric == rule.Metric && demand.Rule.Window == rule.Window);
        if (place < 0) demands.Add(new LimitDemand(counted, rule, size.Of(rule.Metric)) { Ramp = step });
        else if (demands[place].Rule is var other && other.Amount > rule.Amount)
            demands[place] = new LimitDemand(counted, rule with { Burst = other.Burst < rule.Amount ? other.Burst : null }, size.Of(rule.Metric)) { Ramp = step };
    }

    private readonly record struct Size(long Messages, long Recipients, long Bytes)
    {
        public long Of(LimitMetric metric) => metric switch
        {
            LimitMetric.Messages => Messages,
            LimitMetric.Recipients => Recipients,
            _ => Bytes,
        };
    }
}
