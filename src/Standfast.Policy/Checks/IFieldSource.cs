namespace Standfast.Policy.Checks;

/// <summary>Adds header fields to a message that passed, before it is signed.</summary>
public interface IFieldSource
{
    /// <returns>Whole fields, folded, each ended by CRLF, in ASCII; empty for none.</returns>
    string FieldsFor(SubmittedMessage message);
}
