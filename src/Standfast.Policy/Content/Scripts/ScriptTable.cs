namespace Standfast.Policy.Content.Scripts;

/// <summary>Script of a character by the blocks of Unicode, which is near enough to Scripts.txt for telling scripts apart.</summary>
internal static class ScriptTable
{
    // First character of a run, and its script; sorted. Source: Blocks.txt of Unicode 16.
    private static readonly (int First, WritingScript Script)[] s_runs =
    [
        (0x0000, WritingScript.Common), (0x0041, WritingScript.Latin), (0x005B, WritingScript.Common), (0x0061, WritingScript.Latin), (0x007B, WritingScript.Common),
        (0x00AA, WritingScript.Latin), (0x00AB, WritingScript.Common), (0x00BA, WritingScript.Latin), (0x00BB, WritingScript.Common), (0x00C0, WritingScript.Latin), (0x00D7, WritingScript.Common), (0x00D8, WritingScript.Latin),
        (0x00F7, WritingScript.Common), (0x00F8, WritingScript.Latin), (0x02B9, WritingScript.Common), (0x0370, WritingScript.Greek), (0x0400, WritingScript.Cyrillic), (0x0530, WritingScript.Armenian),
        (0x0590, WritingScript.Hebrew), (0x0600, WritingScript.Arabic), (0x0700, WritingScript.Other), (0x10A0, WritingScript.Georgian), (0x1100, WritingScript.Hangul), (0x1200, WritingScript.Other),
        (0x13A0, WritingScript.Cherokee), (0x1400, WritingScript.Other), (0x1C80, WritingScript.Cyrillic), (0x1C90, WritingScript.Georgian), (0x1CC0, WritingScript.Other), (0x1D00, WritingScript.Latin),
        (0x1DC0, WritingScript.Common), (0x1E00, WritingScript.Latin), (0x1F00, WritingScript.Greek), (0x2000, WritingScript.Common), (0x2071, WritingScript.Latin), (0x2072, WritingScript.Common), (0x2090, WritingScript.Latin),
        (0x20A0, WritingScript.Common), (0x212A, WritingScript.Latin), (0x212C, WritingScript.Common), (0x2160, WritingScript.Latin), (0x2189, WritingScript.Common), (0x2C00, WritingScript.Other), (0x2C60, WritingScript.Latin),
        (0x2C80, WritingScript.Other), (0x2D00, WritingScript.Georgian), (0x2D30, WritingScript.Other), (0x2DE0, WritingScript.Cyrillic), (0x2E00, WritingScript.Common), (0x2E80, WritingScript.Han), (0x2FF0, WritingScript.Common),
        (0x3005, WritingScript.Han), (0x3008, WritingScript.Common), (0x3021, WritingScript.Han), (0x302A, WritingScript.Common), (0x3041, WritingScript.Hiragana), (0x3099, WritingScript.Common), (0x309D, WritingScript.Hiragana),
        (0x30A0, WritingScript.Common), (0x30A1, WritingScript.Katakana), (0x30FB, WritingScript.Common), (0x30FD, WritingScript.Katakana), (0x3100, WritingScript.Bopomofo), (0x3130, WritingScript.Hangul), (0x3190, WritingScript.Common),
        (0x31A0, WritingScript.Bopomofo), (0x31C0, WritingScript.Common), (0x31F0, WritingScript.Katakana), (0x3200, WritingScript.Common), (0x3400, WritingScript.Han), (0x4DC0, WritingScript.Common), (0x4E00, WritingScript.Han),
        (0xA000, WritingScript.Other), (0xA640, WritingScript.Cyrillic), (0xA6A0, WritingScript.Other), (0xA720, WritingScript.Latin), (0xA800, WritingScript.Other), (0xA960, WritingScript.Hangul), (0xA980, WritingScript.Other),
        (0xAB30, WritingScript.Latin), (0xAB70, WritingScript.Cherokee), (0xABC0, WritingScript.Other), (0xAC00, WritingScript.Hangul), (0xD800, WritingScript.Common), (0xF900, WritingScript.Han), (0xFB00, WritingScript.Latin),
        (0xFB13, WritingScript.Armenian), (0xFB1D, WritingScript.Hebrew), (0xFB50, WritingScript.Arabic), (0xFE00, WritingScript.Common), (0xFE70, WritingScript.Arabic), (0xFEFF, WritingScript.Common), (0xFF21, WritingScript.Latin),
        (0xFF3B, WritingScript.Common), (0xFF41, WritingScript.Latin), (0xFF5B, WritingScript.Common), (0xFF66, WritingScript.Katakana), (0xFFA0, WritingScript.Hangul), (0xFFE0, WritingScript.Common), (0x10000, WritingScript.Other),
        (0x1D100, WritingScript.Common), (0x1D400, WritingScript.Latin), (0x1D6A8, WritingScript.Greek), (0x1D7CC, WritingScript.Common), (0x1E000, WritingScript.Other), (0x1F000, WritingScript.Common), (0x20000, WritingScript.Han), (0x3FFFF, WritingScript.Common),
    ];

    public static WritingScript Find(int codePoint)
    {
        var (low, high) = (0, s_runs.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (s_runs[middle].First <= codePoint) low = middle;
            else high = middle - 1;
        }

        return s_runs[low].Script;
    }
}
