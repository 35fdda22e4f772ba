using System.Diagnostics.CodeAnalysis;
using Standfast.Mail;

namespace Standfast.Accounts.Pauses;

/// <summary>Whose mail a pause is about.</summary>
public abstract record PauseTarget
{
    private PauseTarget() { }

    /// <summary>As it is stored and shown: all, account:NAME, stream:ACCOUNT/NAME or credential:USER.</summary>
    public abstract string Key { get; }

    /// <param name="stream">Null while it is not known: then no pause of a stream covers it.</param>
    public abstract bool Covers(AccountId? account, StreamName? stream, string? credential);

    public static bool TryParse(string? text, [NotNullWhen(true)] out PauseTarget? target)
    {
        target = null;
        if (text is null) return false;
        if (text == "all") target = new Everything();
        else if (text.StartsWith("account:", StringComparison.Ordinal) && AccountId.TryParse(text[8..], out var account)) target = new OfAccount(account);
        else if (text.StartsWith("credential:", StringComparison.Ordinal) && text.Length is > 11 and <= 200) target = new OfCredential(text[11..]);
        else if (text.StartsWith("stream:", StringComparison.Ordinal) && text[7..].Split('/') is [var owner, var name] && AccountId.TryParse(owner, out account) && StreamName.TryParse(name, out var stream)) target = new OfStream(account, stream);
        return target is not null;
    }

    public sealed override string ToString() => Key;

    public sealed record Everything : PauseTarget
    {
        public override string Key => "all";

        public override bool Covers(AccountId? account, StreamName? stream, string? credential) => true;
    }

    public sealed record OfAccount(AccountId Account) : PauseTarget
    {
        public override string Key => $"account:{Account}";

        public override bool Covers(AccountId? account, StreamName? stream, string? credential) => account == Account;
    }

    public sealed record OfStream(AccountId Account, StreamName Stream) : PauseTarget
    {
        public override string Key => $"stream:{Account}/{Stream}";

        public override bool Covers(AccountId? account, StreamName? stream, string? credential) => account == Account && stream == Stream;
    }

    public sealed record OfCredential(string UserName) : PauseTarget
    {
        public override string Key => $"credential:{UserName}";

        public override bool Covers(AccountId? account, StreamName? stream, string? credential) => credential == UserName;
    }
}
