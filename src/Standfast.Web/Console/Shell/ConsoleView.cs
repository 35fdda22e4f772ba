using Microsoft.AspNetCore.Components;

namespace Standfast.Web.Console.Shell;

/// <summary>A page: HTML of its view model and of nothing else.</summary>
public abstract class ConsoleView<TView> : ComponentBase
{
    [Parameter, EditorRequired] public TView View { get; set; } = default!;

    [CascadingParameter] public ConsoleFrame Frame { get; set; } = default!;
}
