namespace Standfast.Policy.Content.Html;

/// <summary>The elements that are treated in a way of their own.</summary>
internal enum HtmlTag
{
    Other = 0,
    Anchor = 1,
    Area = 2,
    Image = 3,
    Form = 4,
    Input = 5,
    Script = 6,
    Style = 7,
    Title = 8,
    Frame = 9,
    Meta = 10,
    Body = 11,
    Font = 12,

    /// <summary>Elements without content (HTML §13.1.2).</summary>
    Void = 13,

    /// <summary>Begins and ends on a line of its own.</summary>
    Block = 14,
    Paragraph = 15,
    LineBreak = 16,
    Cell = 17,
    Row = 18,
    Item = 19,
    Template = 20,
    TextArea = 21,
    Base = 22,
}
