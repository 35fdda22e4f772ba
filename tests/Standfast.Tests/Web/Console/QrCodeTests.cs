using System.Globalization;
using System.Text.RegularExpressions;
using Standfast.Web.Console.Setup;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;

namespace Standfast.Tests.Web.Console;

public sealed partial class QrCodeTests
{
    [Fact]
    public void Path_DrawsWhatAReaderReads()
    {
        const string text = "otpauth://totp/Standfast:ann%40mail.example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Standfast";
        var code = QrCode.Of(text);
        const int scale = 4;
        var pixels = new byte[code.Size * scale * code.Size * scale];
        Array.Fill(pixels, (byte)255);
        foreach (Match run in Run().Matches(code.Path))
        {
            var (x, y, width) = (Number(run, 1), Number(run, 2), Number(run, 3));
            for (var row = y * scale; row < (y + 1) * scale; row++) Array.Fill(pixels, (byte)0, row * code.Size * scale + x * scale, width * scale);
        }

        var picture = new RGBLuminanceSource(pixels, code.Size * scale, code.Size * scale, RGBLuminanceSource.BitmapFormat.Gray8);
        Assert.Equal(text, new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(picture)))?.Text);
    }

    private static int Number(Match run, int group) => int.Parse(run.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"M(\d+) (\d+)h(\d+)v1h-\d+z")]
    private static partial Regex Run();
}
