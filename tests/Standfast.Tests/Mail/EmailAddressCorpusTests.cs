using System.Text.Json;
using Standfast.Mail;

namespace Standfast.Tests.Mail;

/// <summary>The address sets of isemail, flanker and python-email-validator, judged by what an envelope may carry.</summary>
public sealed class EmailAddressCorpusTests
{
    private const string OwnCases = """
        [
          { "address": "test@iana.org", "diagnosis": "ISEMAIL_VALID" },
          { "address": "test@e.com", "diagnosis": "ISEMAIL_DNSWARN_NO_RECORD" },
          { "address": "test@org", "diagnosis": "ISEMAIL_RFC5321_TLD" },
          { "address": "\"\"@iana.org", "diagnosis": "ISEMAIL_RFC5321_QUOTEDSTRING" },
          { "address": "foobar@192.168.0.1", "diagnosis": "ISEMAIL_RFC5321_TLDNUMERIC" },
          { "address": "first.last@[12.34.56.78]", "diagnosis": "ISEMAIL_RFC5321_ADDRESSLITERAL" },
          { "address": "test@iana.org.", "diagnosis": "ISEMAIL_ERR_DOT_END" },
          { "address": "(comment)test@iana.org", "diagnosis": "ISEMAIL_CFWS_COMMENT" },
          { "address": "\"test\".test@iana.org", "diagnosis": "ISEMAIL_DEPREC_LOCALPART" }
        ]
        """;

    [Fact]
    public void TryParse_AcceptsExactlyWhatIsEmailFindsFitForAnEnvelope()
    {
        Check(OwnCases, 9);
        if (PublicCorpus.Find("address/isemail/cases.json") is { } path) Check(File.ReadAllText(path), 200);
    }

    [Fact]
    public void TryParse_AcceptsFlankersValidMailboxes()
    {
        var lines = new List<string> { "\"much.more unusual\"@example.com", "bob@under_scope", "θσερ@εχαμπλε.ψομ", "test@123.123.123.123", "Steve Jobs <steve@apple.com>" };
        if (PublicCorpus.Find("address/flanker/mailbox_valid.txt") is { } path) lines.AddRange(File.ReadLines(path));
        foreach (var line in lines.Where(line => line.Length > 0 && line[0] != '#'))
        {
            // What these hold is for header fields (RFC 5322), or ends in digits as no domain name may (RFC 3696 §2).
            var isForHeaders = line.EndsWith('>') || (line.Contains('(') && line[0] != '"');
            var isMailbox = !isForHeaders && !line[(line.LastIndexOfAny(['.', '@']) + 1)..].All(char.IsAsciiDigit);
            Assert.True(isMailbox == EmailAddress.TryParse(line, out _), line);
        }
    }

    [Fact]
    public void TryParse_AgreesWithPythonEmailValidator()
    {
        var cases = new List<(string Test, string Address, string? AsciiDomain)>
        {
            ("test_email_valid_intl_local_part", "юзер@екзампл.ком", "xn--80ajglhfv.xn--j1aef"),
            ("test_email_invalid_syntax", "my@twodots..com", null),
            ("test_email_invalid_syntax", "me@bad-tld-1", null),
        };
        if (PublicCorpus.Find("address/python-email-validator/cases.json") is { } path)
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            cases.AddRange(document.RootElement.EnumerateArray().Where(IsSyntax).Select(one => (
                one.GetProperty("test").GetString()!, one.GetProperty("address").GetString()!,
                one.TryGetProperty("ascii_domain", out var domain) ? domain.GetString() : null)));
            Assert.True(cases.Count > 40);
        }

        foreach (var (test, address, domain) in cases)
        {
            if (address.EndsWith('>')) continue; // With a display name: FromHeader's.
            // It also asks for a registered top-level domain and no reserved label, which DNS answers; and it normalises local
            // parts, which are their owner's (RFC 5321 §2.3.11).
            var isPolicy = address is "me@bad-tld-1" or "me@bad.tld-2" or "me@yy--0.tld" or "me.\u037E@example.com";
            Assert.True((test != "test_email_invalid_syntax" || isPolicy) == EmailAddress.TryParse(address, out var parsed), address);
            if (domain is not null) Assert.Equal(domain, parsed?.Domain.Value);
        }
    }

    private static bool IsSyntax(JsonElement one) =>
        one.GetProperty("test").GetString() is "test_email_valid" or "test_email_valid_intl_local_part" or "test_email_valid_only_if_quoted_local_part" or "test_email_invalid_syntax";

    private static void Check(string json, int atLeast)
    {
        using var document = JsonDocument.Parse(json);
        Assert.True(document.RootElement.GetArrayLength() >= atLeast);
        foreach (var one in document.RootElement.EnumerateArray())
        {
            var diagnosis = one.GetProperty("diagnosis").GetString()!;
            var fits = diagnosis is "ISEMAIL_VALID" or "ISEMAIL_RFC5321_TLD" or "ISEMAIL_RFC5321_QUOTEDSTRING" || diagnosis.StartsWith("ISEMAIL_DNSWARN", StringComparison.Ordinal);
            // Its length counts what the shortest form, which is ours, leaves out.
            if (diagnosis == "ISEMAIL_RFC5322_LOCAL_TOOLONG" && one.GetProperty("address").GetString()!.Contains('\\')) continue;
            Assert.True(fits == EmailAddress.TryParse(one.GetProperty("address").GetString(), out _), $"{diagnosis} {one.GetProperty("address").GetRawText()}");
        }
    }
}
