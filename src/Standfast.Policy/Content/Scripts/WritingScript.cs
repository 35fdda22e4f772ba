namespace Standfast.Policy.Content.Scripts;

/// <summary>Scripts of Unicode (UAX #24) as far as look-alikes are concerned; several that nobody confuses with Latin are one here.</summary>
[Flags]
public enum WritingScript
{
    /// <summary>Digits, punctuation, marks: Common and Inherited.</summary>
    Common = 0,
    Latin = 1,
    Greek = 2,
    Cyrillic = 4,
    Armenian = 8,
    Hebrew = 16,
    Arabic = 32,
    Han = 64,
    Hiragana = 128,
    Katakana = 256,
    Bopomofo = 512,
    Hangul = 1024,
    Cherokee = 2048,
    Georgian = 4096,

    /// <summary>All scripts of India and South-East Asia, Ethiopic and the rest.</summary>
    Other = 8192,
}
