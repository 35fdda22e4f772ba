using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Standfast.Mail.Notifications;

/// <summary>Text in SMTP parameters (RFC 3461 §4): printable ASCII, with "+" and two hexadecimal digits for what is not.</summary>
public static class Xtext
{
    // xtext = *( xchar / hexchar ); xchar = any ASCII CHAR between "!" (33) and "~" (126) inclusive, except for "+" and "="
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out string? decoded)
    {
        decoded = null;
        var octets = new byte[text.Length];
        var length = 0;
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] is < '!' or > '~' or '=') return false;
            if (text[index] != '+')
            {
                octets[length++] = (byte)text[index];
                continue;
            }

            if (index + 2 >= text.Length || !IsUpperHex(text[index + 1]) || !IsUpperHex(text[index + 2])) return false;
            octets[length++] = byte.Parse(text.Slice(index + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            index += 2;
        }

        decoded = Encoding.UTF8.GetString(octets, 0, length);
        return true;
    }

    // hexchar = ASCII "+" immediately followed by two upper case hexadecimal digits
    private static bool IsUpperHex(char character) => char.IsAsciiHexDigitUpper(character);
}
