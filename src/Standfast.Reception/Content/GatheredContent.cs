namespace Standfast.Reception.Content;

/// <summary>A whole message in RAM, for those who must see all of it before it is accepted.</summary>
/// <param name="expected">Octets that are known to come.</param>
internal sealed class GatheredContent(InspectionBudget budget, int expected) : IDisposable
{
    private byte[] _bytes = [];
    private int _length;

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, _length);

    /// <returns>False when the budget is used up: the message cannot be inspected now.</returns>
    public bool TryAppend(ReadOnlySpan<byte> content)
    {
        if (_length + content.Length > _bytes.Length)
        {
            var size = Math.Max(_length + content.Length, Math.Max(expected, _bytes.Length * 2));
            if (!budget.TryTake(size - _bytes.Length)) return false;
            Array.Resize(ref _bytes, size);
        }

        content.CopyTo(_bytes.AsSpan(_length));
        _length += content.Length;
        return true;
    }

    public void Dispose()
    {
        budget.Give(_bytes.Length);
        (_bytes, _length) = ([], 0);
    }
}
