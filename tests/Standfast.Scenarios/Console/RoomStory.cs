using Microsoft.Playwright;

namespace Standfast.Scenarios.Console;

/// <summary>
/// What happens in one room. A room adds one file with a class of this kind; <see cref="ConsoleRooms"/> finds it, plays it in Chromium, and checks its pages
/// in all looks.
/// </summary>
public abstract class RoomStory
{
    /// <summary>File name of its pictures, such as "home".</summary>
    public abstract string Name { get; }

    /// <summary>Where the room begins, such as "/console/held".</summary>
    public abstract string Path { get; }

    /// <summary>Brings about, by the server's own ways, what the room is to show. Before any story is played.</summary>
    internal virtual Task PrepareAsync(ConsoleStage stage) => Task.CompletedTask;

    /// <summary>
    /// Does in the room what people do there, and asserts. It ends on the page that the pictures are to show, and further pages are checked by
    /// <see cref="ConsoleStage.CheckAsync"/>.
    /// </summary>
    internal abstract Task PlayAsync(ConsoleStage stage, IPage page);
}
