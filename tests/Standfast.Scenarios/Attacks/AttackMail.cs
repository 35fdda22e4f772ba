namespace Standfast.Scenarios.Attacks;

/// <summary>What the attacked send, and what their attackers do.</summary>
internal static class AttackMail
{
    private const string Mark = "traders double";

    public static (string Subject, string Text) Receipt(int number) => (
        $"Your order {number}",
        $"Dear customer {number},\r\n\r\nthank you for your order {number}. We have packed it and it leaves our house today. The sum of {number % 90}.{number % 100:00} EUR was paid by card.\r\nYour parcel is carried by the post; a carrier brings it within two days.\r\n\r\nKind regards,\r\nyour shop for garden tools");

    public static (string Subject, string Text) Spam(int number) => (
        $"Exclusive news {number}",
        $"Hello friend,\r\n\r\nour {Mark} their deposits every week. Write back and we tell you the method number {number}. Only few places are left, and whoever waits is late.\r\n\r\nThe circle");

    public static bool IsSpam(string content) => content.Contains(Mark, StringComparison.Ordinal);

    public static Task WaitAsync(Func<bool> isSo, CancellationToken stop) => WaitAsync(() => Task.FromResult(isSo()), stop);

    public static async Task WaitAsync(Func<Task<bool>> isSo, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await isSo()) await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
    }
}
