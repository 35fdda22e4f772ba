namespace Standfast.Web.Console.Incidents;

/// <summary>A form that was not taken: why, and what was typed, so that nothing is lost.</summary>
/// <param name="Form">Which of the page's forms, such as "note" or "sign:STEP".</param>
/// <param name="Typed">By the name of the field.</param>
public sealed record FormProblem(string Form, string Error, IReadOnlyDictionary<string, string> Typed)
{
    public static FormProblem None { get; } = new("", "", new Dictionary<string, string>());

    /// <summary>"" for another form.</summary>
    public string ErrorOf(string form) => form == Form ? Error : "";

    public string TypedIn(string form, string field, string otherwise = "") => form == Form ? Typed.GetValueOrDefault(field, otherwise) : otherwise;
}
