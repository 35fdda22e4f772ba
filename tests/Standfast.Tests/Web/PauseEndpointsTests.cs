using Microsoft.AspNetCore.Http.HttpResults;
using Standfast.Accounts;
using Standfast.Api;
using Standfast.Mail;
using Standfast.Simulation.Engine;
using Standfast.Web;

namespace Standfast.Tests.Web;

/// <summary>What narrower pauses may name.</summary>
public sealed class PauseEndpointsTests
{
    private readonly FixedAccounts _accounts = new([new SenderDomain(EmailAddress.Parse("x@shop.example").Domain, AccountId.Parse("shop"), default)]);

    [Theory]
    [InlineData("nobody", null, null, "no_such_account", "nobody")]
    [InlineData(null, "nobody/news", null, "no_such_account", "nobody")]
    [InlineData(null, null, "stranger", "no_such_credential", "stranger")]
    public void WhatThereIsNot_IsNotFound_AndNamed(string? account, string? stream, string? credential, string code, string name)
    {
        var (status, problem) = Ask(new PauseRequest("x") { Account = account, Stream = stream, Credential = credential, Provider = "gmail" });
        Assert.Equal((404, code), (status, problem.Code));
        Assert.Contains($"{name}; \"standfast", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void All_WithAnythingElse_IsRefused_WithTheNextStep()
    {
        var (status, problem) = Ask(new PauseRequest("x") { All = true, Source = "one" });
        Assert.Equal((400, "all_stands_alone"), (status, problem.Code));
        Assert.Contains("leave out all", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop", null)]
    [InlineData(null, "shop/news")]
    [InlineData(null, null)]
    public void WhatThereIs_Passes(string? account, string? stream) =>
        Assert.Null(PauseEndpoints.CheckState(new PauseRequest("x") { Account = account, Stream = stream, Provider = "gmail" }, _accounts));

    private (int? Status, ProblemResponse Problem) Ask(PauseRequest request)
    {
        var answer = Assert.IsType<JsonHttpResult<ProblemResponse>>(PauseEndpoints.CheckState(request, _accounts));
        return (answer.StatusCode, answer.Value!);
    }
}
