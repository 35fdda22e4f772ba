using Standfast.Mail;

namespace Standfast.Policy.Suppression;

/// <summary>
/// An address as lists of addresses know it: in lower case, for no server worth mentioning tells Ann@ from ann@ (RFC 5321 §2.4 lets it). Tags and
/// dots stay: what they mean is each server's own affair.
/// </summary>
public sealed record AddressKey
{
    private AddressKey(string value) => Value = value;

    public string Value { get; }

    /// <summary>After the last at sign.</summary>
    public string Domain => Value[(Value.LastIndexOf('@') + 1)..];

    public static AddressKey Of(EmailAddress address) => new(address.ToString().ToLowerInvariant());

    /// <param name="text">The <see cref="Value"/> of a key that was stored.</param>
    public static AddressKey FromStored(string text) => new(text);

    public override string ToString() => Value;
}
