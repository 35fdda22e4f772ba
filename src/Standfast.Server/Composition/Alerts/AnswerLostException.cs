namespace Standfast.Server.Composition.Alerts;

/// <summary>A message was sent to its end, and the reply that would have said whether it was taken never came: the fault of the line. Who sends it again may send it twice.</summary>
internal sealed class AnswerLostException : IOException
{
    public AnswerLostException(string message, Exception? innerException) : base(message, innerException) { }

    public AnswerLostException() : this("the answer is lost", null) { }

    public AnswerLostException(string message) : this(message, null) { }
}
