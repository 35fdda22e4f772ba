using System.Buffers;

namespace Standfast.Policy.Content.Html;

/// <summary>Text that grows, in a borrowed array: a <see cref="System.Text.StringBuilder"/> costs more than the short pieces that HTML is made of.</summary>
internal struct TextBuffer
{
    private char[] _text;

    /// <param name="capacity">Characters to begin with; 0 borrows nothing yet.</param>
    public TextBuffer(int capacity) => _text = capacity == 0 ? [] : ArrayPool<char>.Shared.Rent(capacity);

    public int Length { get; private set; }

    /// <summary>Of a text that is not empty.</summary>
    public readonly ref char Last => ref _text[Length - 1];

    public void Append(char character)
    {
        if (Length == _text.Length) Grow(1);
        _text[Length++] = character;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        if (text.Length > _text.Length - Length) Grow(text.Length);
        text.CopyTo(_text.AsSpan(Length));
        Length += text.Length;
    }

    /// <param name="start">0 to <see cref="Length"/>, or beyond for nothing.</param>
    public readonly ReadOnlySpan<char> From(int start) => start < Length ? _text.AsSpan(start, Length - start) : [];

    public override readonly string ToString() => Length == 0 ? "" : new string(_text, 0, Length);

    /// <summary>Gives the array back; the buffer is empty then.</summary>
    public void Release()
    {
        if (_text.Length > 0) ArrayPool<char>.Shared.Return(_text);
        (_text, Length) = ([], 0);
    }

    private void Grow(int more)
    {
        var grown = ArrayPool<char>.Shared.Rent(Math.Max(256, Math.Max(Length + more, 2 * _text.Length)));
        _text.AsSpan(0, Length).CopyTo(grown);
        if (_text.Length > 0) ArrayPool<char>.Shared.Return(_text);
        _text = grown;
    }
}
