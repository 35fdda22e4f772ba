using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Standfast.Policy.Spam;

/// <summary>
/// The model as a file. All numbers little-endian: magic SFSM, u16 format, u16 version of the features, u8 log2 of the buckets, 3 zero,
/// i64 Unix seconds, 32 octets corpus fingerprint, i32 spam, i32 ham, f32 bias, largest weight, slope, intercept, spam from, hold from;
/// then a weight (i8) and a share (u8) for each bucket; then SHA-256 of all before.
/// </summary>
public static class SpamModelFile
{
    private const ushort Format = 1;
    private const int Header = 4 + 2 + 2 + 1 + 3 + 8 + 32 + 4 + 4 + (6 * 4);
    private const int Size = Header + (2 * FeatureSet.Buckets) + SHA256.HashSizeInBytes;

    public static byte[] Write(SpamModel model)
    {
        var (file, facts) = (new byte[Size], model.Facts);
        "SFSM"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(4), Format);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(6), FeatureReader.Version);
        file[8] = FeatureSet.Bits;
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(12), facts.TrainedAt.ToUnixTimeSeconds());
        Convert.FromHexString(facts.CorpusFingerprint).CopyTo(file.AsSpan(20));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(52), facts.SpamMessages);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(56), facts.HamMessages);
        float[] numbers = [facts.Bias, facts.MaxWeight, facts.Slope, facts.Intercept, facts.SpamFrom, facts.HoldFrom];
        for (var index = 0; index < numbers.Length; index++) BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(60 + (4 * index)), numbers[index]);
        for (var bucket = 0; bucket < FeatureSet.Buckets; bucket++) file[Header + bucket] = (byte)model.Weights[bucket];
        model.Shares.CopyTo(file.AsSpan(Header + FeatureSet.Buckets));
        SHA256.HashData(file.AsSpan(0, Size - SHA256.HashSizeInBytes), file.AsSpan(Size - SHA256.HashSizeInBytes));
        return file;
    }

    /// <param name="mistake">Fit to be shown to the operator.</param>
    public static bool TryRead(ReadOnlySpan<byte> file, [NotNullWhen(true)] out SpamModel? model, [NotNullWhen(false)] out string? mistake)
    {
        model = null;
        mistake = null;
        if (!file.StartsWith("SFSM"u8)) mistake = "it is no spam model";
        else if (file.Length < Header || BinaryPrimitives.ReadUInt16LittleEndian(file[4..]) != Format) mistake = $"its format is not {Format}, which this version reads";
        else if (BinaryPrimitives.ReadUInt16LittleEndian(file[6..]) != FeatureReader.Version || file[8] != FeatureSet.Bits) mistake = "it was trained for another version of Standfast";
        else if (file.Length != Size || !SHA256.HashData(file[..^SHA256.HashSizeInBytes]).AsSpan().SequenceEqual(file[^SHA256.HashSizeInBytes..])) mistake = "it is damaged";
        if (mistake is not null) return false;
        var numbers = new float[6];
        for (var index = 0; index < numbers.Length; index++) numbers[index] = BinaryPrimitives.ReadSingleLittleEndian(file[(60 + (4 * index))..]);
        var facts = new SpamModelFacts(
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64LittleEndian(file[12..])), Convert.ToHexStringLower(file.Slice(20, 32)), BinaryPrimitives.ReadInt32LittleEndian(file[52..]),
            BinaryPrimitives.ReadInt32LittleEndian(file[56..]), numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
        var weights = new sbyte[FeatureSet.Buckets];
        for (var bucket = 0; bucket < weights.Length; bucket++) weights[bucket] = (sbyte)file[Header + bucket];
        model = new SpamModel(facts, weights, file.Slice(Header + FeatureSet.Buckets, FeatureSet.Buckets).ToArray());
        return true;
    }

    /// <summary>Reads the file; a missing one is a mistake too.</summary>
    public static bool TryReadFile(string path, [NotNullWhen(true)] out SpamModel? model, [NotNullWhen(false)] out string? mistake)
    {
        model = null;
        try
        {
            if (TryRead(File.ReadAllBytes(path), out model, out mistake)) return true;
            mistake = $"{path}: {mistake}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            mistake = $"{path}: {exception.Message}";
        }

        return false;
    }
}
