using Standfast.Web.Console.Shell;

namespace Standfast.Tests.Web.Console.Shell;

public sealed class CommandPlacesTests
{
    [Theory]
    [InlineData("\"standfast incident show INC-12\"", "INC-12", "/console/incidents/INC-12")]
    [InlineData("\"standfast incident ls --all\"", "Incidents", "/console/incidents")]
    [InlineData("\"standfast incident check INC-1\"", "Run all checks now", "/console/incidents/INC-1#checklist")]
    [InlineData("\"standfast incident sign INC-1 stop-sender --by NAME\"", "Sign", "/console/incidents/INC-1#step-stop-sender")]
    [InlineData("\"standfast incident override INC-1 stop-sender --reason TEXT\"", "Pass over it", "/console/incidents/INC-1#step-stop-sender")]
    [InlineData("\"standfast incident mark INC-1 reinstated --reason TEXT\"", "Mark it reinstated", "/console/incidents/INC-1#mark")]
    [InlineData("\"standfast incident request INC-1 --override WHY\"", "Ask all the same", "/console/incidents/INC-1/request")]
    [InlineData("\"standfast incident request INC-1\"", "The request to them", "/console/incidents/INC-1/request")]
    [InlineData("\"standfast incident open --notice FILE\"", "Open one from a notice", "/console/incidents/new")]
    [InlineData("`standfast incident note INC-1 --text TEXT`", "Add a line", "/console/incidents/INC-1#timeline")]
    [InlineData("standfast sender show api-7", "Held mail", "/console/held")]
    [InlineData("\"standfast queue release --id 01M8DZQ437CV1P73DQK4PESN52 --reason WHY\"", "Release it", "/console/messages/01M8DZQ437CV1P73DQK4PESN52")]
    [InlineData("\"standfast message show ID\"", "Messages", "/console/messages")]
    [InlineData("\"standfast stats limits\"", "Home, distance to published limits", "/console#limits")]
    public void Command_OfWhichThereIsAPage_LeadsThere(string command, string text, string path) =>
        Assert.Equal([new ToldPart("before ", null), new ToldPart(text, path), new ToldPart(", after", null)], CommandPlaces.Read($"before {command}, after"));

    [Theory]
    [InlineData("\"standfast credential revoke api-7\"")]
    [InlineData("\"standfast sender ls\" shows a sender with other networks")]
    [InlineData("\"standfast resume --provider gmail\"")]
    [InlineData("\"standfast incident show ../held\"")]
    [InlineData("\"standfast incident sign INC-1 <b> --by NAME\"")]
    [InlineData("the standfast incident of last week")]
    [InlineData("")]
    public void EverythingElse_StaysAsItIs(string text) => Assert.Equal(text, string.Concat(CommandPlaces.Read(text).Select(part => part.Path is null ? part.Text : "a place")));
}
