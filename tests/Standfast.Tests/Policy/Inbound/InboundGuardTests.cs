using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Standfast.Mail;
using Standfast.Mail.Headers;
using Standfast.Policy.Attachments;
using Standfast.Policy.Checks;
using Standfast.Policy.Inbound;
using Standfast.Policy.Scanners;
using Standfast.Storage.Sqlite;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Policy.Inbound;

public sealed class InboundGuardTests : IDisposable
{
    private static readonly InboundClient s_client = new(IPAddress.Parse("::ffff:192.0.2.7"), "mx.example.net");

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly SqliteInboundPolicies _store;
    private readonly InboundPolicies _policies;
    private readonly AttachmentInspector _attachments = new(FileTypeFiles.ReadFolder(Path.Combine(Repository.Root, "data", "attachments")).Table, new AttachmentOptions(), TimeProvider.System);

    public InboundGuardTests()
    {
        _store = SqliteInboundPolicies.Open(Path.Combine(_folder, "inbound.db"));
        _policies = new InboundPolicies(_store);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _attachments.Dispose();
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Policies_AreKept_AndTheNarrowestDecides()
    {
        var strict = new InboundPolicy(InboundAction.Quarantine, InboundAction.Refuse, InboundAction.Refuse, true);
        _policies.Set("example.org", strict);
        _policies.Set("*", InboundPolicy.Default with { Spam = InboundAction.Off });
        var reopened = new InboundPolicies(_store);
        Assert.Equal(strict, reopened.For(DomainName.Parse("example.org")));
        Assert.Equal(InboundAction.Off, reopened.For(DomainName.Parse("example.com")).Spam);
        Assert.True(_policies.Remove("example.org"));
        Assert.False(_policies.Remove("example.org"));
        Assert.Equal(["*"], new InboundPolicies(_store).All.Keys);
    }

    [Fact]
    public async Task Greylisting_IsByDomain_AndNeverForReports()
    {
        var time = new FakeTimeProvider();
        var guard = new InboundGuard(_policies) { Greylist = new Greylist(time, TimeSpan.FromMinutes(5)) };
        Assert.Null(await CheckAsync(guard, "a@example.net"));
        _policies.Set("example.org", InboundPolicy.Default with { IsGreylisting = true });
        var finding = await CheckAsync(guard, "a@example.net");
        Assert.Equal(("SF-8002", GuardAction.Defer, "try again in 300 s"), (finding?.Id, finding?.Action, finding?.NextStep));
        Assert.Null(await CheckAsync(guard, null));
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(await CheckAsync(guard, "a@example.net"));
    }

    [Theory]
    [InlineData(InboundAction.Refuse, GuardAction.Refuse)]
    [InlineData(InboundAction.Quarantine, GuardAction.Hold)]
    [InlineData(InboundAction.Tag, null)]
    [InlineData(InboundAction.Off, null)]
    public async Task Malware_IsTreatedAsTheDomainWants(InboundAction action, GuardAction? expected)
    {
        _policies.Set("example.org", InboundPolicy.Default with { Malware = action });
        var (finding, fields) = await new InboundGuard(_policies) { Attachments = _attachments }.CheckMessageAsync(Message("run.exe"), Stop);
        Assert.Equal(expected, finding?.Action);
        Assert.Equal(action switch { InboundAction.Refuse => "", InboundAction.Off => "X-Standfast-Spam: no\r\n", _ => "X-Standfast-Spam: yes;\r\n SF-6001 attachment \"run.exe\" is a Windows program (.exe)\r\n" }, fields);
    }

    [Fact]
    public async Task WhatNobodyCanLookInto_IsTagged_NotRefused()
    {
        var (finding, fields) = await new InboundGuard(_policies) { Attachments = _attachments }.CheckMessageAsync(Message("data.ace"), Stop);
        Assert.Null(finding);
        Assert.StartsWith("X-Standfast-Spam: yes;\r\n SF-6007", fields, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spam_IsTagged_BySelfAndByScanner()
    {
        Assert.Equal("X-Standfast-Spam: yes;\r\n SF-8003 the message reads like spam\r\n", (await new InboundGuard(_policies) { Judges = [new Judge("reads like spam")] }.CheckMessageAsync(Message("a.txt"), Stop)).Fields);
        Assert.Equal("X-Standfast-Spam: no\r\n", (await new InboundGuard(_policies) { Judges = [new Judge(null)] }.CheckMessageAsync(Message("a.txt"), Stop)).Fields);
        Assert.Contains("score 20.0", (await ScanAsync(new ScanVerdict.Spam(20))).Fields, StringComparison.Ordinal);
        _policies.Set("*", InboundPolicy.Default with { Spam = InboundAction.Refuse });
        Assert.Equal(GuardAction.Refuse, (await ScanAsync(new ScanVerdict.Spam(20))).Finding?.Action);
        Assert.Contains("yes", (await ScanAsync(new ScanVerdict.Suspicious(7, "add header"))).Fields, StringComparison.Ordinal);
        Assert.Equal(GuardAction.Refuse, (await ScanAsync(new ScanVerdict.Infected("Bad"))).Finding?.Action);
        Assert.Equal(GuardAction.Defer, (await ScanAsync(new ScanVerdict.Later("greylist"))).Finding?.Action);
    }

    [Fact]
    public async Task ScannerThatIsGone_DefersWhatWouldPassUnscanned()
    {
        Assert.Equal(("SF-6025", GuardAction.Defer), (await ScanAsync(new ScanVerdict.Unavailable("gone"))).Finding is { } finding ? (finding.Id, finding.Action) : default);
        _policies.Set("*", new InboundPolicy(InboundAction.Off, InboundAction.Off, InboundAction.Off, false));
        Assert.Null((await ScanAsync(new ScanVerdict.Unavailable("gone"))).Finding);
    }

    [Fact]
    public async Task Watching_ReportsAndLetsPass()
    {
        var seen = new List<string>();
        var guard = new InboundGuard(_policies) { Attachments = _attachments, IsWatching = true, Observer = (_, _, finding) => seen.Add(finding.Id) };
        Assert.Null((await guard.CheckMessageAsync(Message("run.exe"), Stop)).Finding);
        Assert.Equal(["SF-6001"], seen);
    }

    private static ValueTask<Finding?> CheckAsync(InboundGuard guard, string? sender) =>
        guard.CheckRecipientAsync(s_client, sender is null ? ReversePath.Null : new ReversePath(EmailAddress.Parse(sender)), EmailAddress.Parse("you@example.org"), Stop);

    private ValueTask<(Finding? Finding, string Fields)> ScanAsync(ScanVerdict verdict) => new InboundGuard(_policies) { Scanners = [new Fixed(verdict)] }.CheckMessageAsync(Message("a.txt"), Stop);

    private static InboundMessage Message(string file)
    {
        var section = Encoding.ASCII.GetBytes($"From: me@example.net\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream; name=\"{file}\"\r\nContent-Disposition: attachment; filename=\"{file}\"\r\n");
        Assert.True(HeaderSection.TryParse(section, out var headers, out _));
        return new InboundMessage(s_client, default, new ReversePath(EmailAddress.Parse("me@example.net")), [EmailAddress.Parse("you@example.org")], headers, (byte[])[.. section, .. "\r\nhello\r\n"u8]);
    }

    private sealed class Judge(string? why) : ISpamJudge
    {
        public string? WhySpam(InboundMessage message) => why;
    }

    private sealed class Fixed(ScanVerdict verdict) : IScanner
    {
        public string Name => "fixed";

        public Task<ScanVerdict> ScanAsync(ScanRequest request, CancellationToken cancellationToken) => Task.FromResult(verdict);
    }
}
