using Standfast.Mail;

namespace Standfast.Policy.Limits.Planning;

/// <summary>
/// Plays a plan day by day against the limits, ramps and warm-ups of the present: who starts first goes first, and each line takes what all
/// that binds it leaves. Nothing is reserved by it. May be called concurrently.
/// </summary>
/// <param name="poolOf">The egress pool of an account's stream.</param>
public sealed class SendPlanner(LimitPolicy policy, LimitBook book, LimitRamps ramps, RampPlans plans, IWarmupOutlook warmup, Func<AccountId, StreamName, string> poolOf)
{
    /// <summary>After ten years it ends; ours.</summary>
    public const int MaxDays = 3_660;

    public SendPlan Make(IReadOnlyList<PlannedSend> sends, DateOnly today)
    {
        var lines = sends.OrderBy(send => send.Start).Select(send => new Line(send)).ToList();
        var budgets = new Dictionary<string, Budget>();
        foreach (var line in lines) AddBudgets(line, budgets);
        var days = new List<PlannedDay>();
        for (var number = 0; number < MaxDays && lines.Exists(line => line.Left > 0); number++)
        {
            var day = today.AddDays(number);
            foreach (var budget in budgets.Values) budget.Begin(number);
            foreach (var line in lines)
            {
                if (line.Left == 0 || line.Send.Start > day) continue;
                var tightest = line.Budgets.MinBy(budget => budget.Left);
                var going = Math.Min(line.Left, tightest?.Left ?? long.MaxValue);
                foreach (var budget in line.Budgets) budget.Left -= going;
                line.Left -= going;
                if (going > 0) days.Add(new PlannedDay(day, line.Send, going, line.Left > 0 ? tightest!.Name : null));
            }
        }

        return new SendPlan(days, lines.Where(line => line.Left > 0).ToDictionary(line => line.Send, line => line.Left));
    }

    private void AddBudgets(Line line, Dictionary<string, Budget> budgets)
    {
        var send = line.Send;
        var pool = poolOf(send.Account, send.Stream);
        AddRules(line, budgets, new LimitObject(LimitScope.Account, send.Account.Value));
        AddRules(line, budgets, new LimitObject(LimitScope.Stream, $"{send.Account}/{send.Stream}"));
        AddRules(line, budgets, new LimitObject(LimitScope.Source, pool));
        if (send.From is not null) AddRules(line, budgets, new LimitObject(LimitScope.Domain, send.From.Value));
        if (send.Provider.Length > 0) AddRules(line, budgets, new LimitObject(LimitScope.Provider, send.Provider));
        AddRamp(line, budgets, new LimitObject(LimitScope.Account, send.Account.Value), ramps.ForAccount(send.Account, hasCredential: true));
        if (send.From is not null) AddRamp(line, budgets, new LimitObject(LimitScope.Domain, send.From.Value), ramps.ForDomain(send.From, send.Account, hasCredential: true));
        if (warmup.CapsOf(pool, send.Provider) is { Count: > 0 } caps) line.Add(budgets, $"warm-up of pool {pool} at {(send.Provider.Length > 0 ? send.Provider : "others")}", day => day < caps.Count ? caps[day] : long.MaxValue);
    }

    private void AddRules(Line line, Dictionary<string, Budget> budgets, LimitObject limited)
    {
        foreach (var rule in policy.RulesFor(limited))
        {
            // Of octets nothing is known; a recipient is a message here.
            if (rule.Metric == LimitMetric.Bytes) continue;
            var windows = TimeSpan.FromDays(1) / LimitText.Length(rule.Window);
            var left = rule.Window == LimitWindow.Day ? rule.Amount!.Value - book.Read(limited, rule).Used : long.MaxValue;
            line.Add(budgets, $"{limited} {rule}", day => Math.Max(0, day == 0 ? Math.Min(left, Whole(rule, windows)) : Whole(rule, windows)));
        }
    }

    private void AddRamp(Line line, Dictionary<string, Budget> budgets, LimitObject limited, RampStep? step)
    {
        if (step is null) return;
        var used = book.Read(limited, new LimitRule(LimitMetric.Recipients, LimitWindow.Day, step.Recipients)).Used;
        line.Add(budgets, $"ramp {step.Plan} of {limited}", day => plans.At(step.Plan, TimeSpan.FromDays(step.Day - 1 + day)) is { } then ? Math.Max(0, then.Recipients - (day == 0 ? used : 0)) : long.MaxValue);
    }

    private static long Whole(LimitRule rule, double windows) => (long)Math.Min(LimitRule.MaxAmount, rule.Amount!.Value * windows);

    private sealed class Line(PlannedSend send)
    {
        public PlannedSend Send => send;

        public long Left { get; set; } = send.Recipients;

        public List<Budget> Budgets { get; } = [];

        public void Add(Dictionary<string, Budget> budgets, string name, Func<int, long> ofDay)
        {
            if (!budgets.TryGetValue(name, out var budget)) budgets[name] = budget = new Budget(name, ofDay);
            if (!Budgets.Contains(budget)) Budgets.Add(budget);
        }
    }

    /// <param name="ofDay">By number of the day, from 0.</param>
    private sealed class Budget(string name, Func<int, long> ofDay)
    {
        public string Name => name;

        public long Left { get; set; }

        public void Begin(int day) => Left = ofDay(day);
    }
}
