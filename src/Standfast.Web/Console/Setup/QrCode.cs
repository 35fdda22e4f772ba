using System.Globalization;
using System.Text;
using ZXing;
using ZXing.QrCode;
using ZXing.QrCode.Internal;

namespace Standfast.Web.Console.Setup;

/// <summary>Of a text, as the path of an SVG: one unit a module.</summary>
public sealed class QrCode
{
    /// <summary>ISO/IEC 18004 wants four light modules around.</summary>
    private const int QuietZone = 4;

    private QrCode(int size, string path) => (Size, Path) = (size, path);

    /// <summary>Width and height, with the quiet zone.</summary>
    public int Size { get; }

    /// <summary>Of the dark modules.</summary>
    public string Path { get; }

    public static QrCode Of(string text)
    {
        var matrix = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, new Dictionary<EncodeHintType, object> { [EncodeHintType.MARGIN] = QuietZone, [EncodeHintType.ERROR_CORRECTION] = ErrorCorrectionLevel.M });
        var path = new StringBuilder();
        for (var y = 0; y < matrix.Height; y++)
            for (var x = 0; x < matrix.Width; x++)
            {
                var begin = x;
                while (x < matrix.Width && matrix[x, y]) x++;
                if (x > begin) path.Append(CultureInfo.InvariantCulture, $"M{begin} {y}h{x - begin}v1h-{x - begin}z");
            }

        return new QrCode(matrix.Width, path.ToString());
    }
}
