using System.IO.Compression;
using System.Text;
using Standfast.Reputation.Feedback.Complaints;
using Standfast.Reputation.Feedback.Parts;
using Standfast.Tests.Architecture;

namespace Standfast.Tests.Reputation.Feedback;

/// <summary>Messages and files that the tests of feedback share.</summary>
internal static class FeedbackSamples
{
    public static FeedbackReportReader Reader { get; } = MakeReader();

    public static PartedMessage Parse(string text) => PartedMessage.Read(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")));

    /// <summary>An ARF report of three parts.</summary>
    public static string Arf(string fields, string returned, string top = "") => $"""
        From: Feedback <fbl@provider.example>
        To: fbl@example.org
        Subject: complaint
        {top}MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report;
        	boundary="b1"

        This is for old programs.
        --b1
        Content-Type: text/plain

        A complaint.

        --b1
        Content-Type: message/feedback-report

        {fields}

        --b1
        Content-Type: message/rfc822

        {returned}

        --b1--

        """;

    public static string Dmarc(string rows, string domain = "example.org", string root = "feedback") => $"""
        <?xml version="1.0" encoding="UTF-8" ?>
        <{root}>
          <version>1.0</version>
          <report_metadata><org_name>google.com</org_name><email>noreply-dmarc-support@google.com</email><extra_contact_info>https://support.google.com/a/answer/2466580</extra_contact_info>
            <report_id>7166204239023</report_id><date_range><begin>1767225600</begin><end>1767311999</end></date_range></report_metadata>
          <policy_published><domain>{domain}</domain><adkim>r</adkim><aspf>s</aspf><p>quarantine</p><sp>none</sp><np>reject</np><pct>100</pct></policy_published>
          {rows}
        </{root}>
        """;

    public static string Row(string ip = "192.0.2.1", int count = 3, string dkim = "pass", string spf = "fail") => $"""
        <record><row><source_ip>{ip}</source_ip><count>{count}</count><policy_evaluated><disposition>none</disposition><dkim>{dkim}</dkim><spf>{spf}</spf>
          <reason><type>forwarded</type><comment>looks forwarded</comment></reason></policy_evaluated></row>
          <identifiers><envelope_from>bounce.example.net</envelope_from><header_from>Example.org</header_from></identifiers>
          <auth_results><dkim><domain>example.org</domain><result>pass</result><selector>s1</selector></dkim><dkim><domain>other.example</domain><result>fail</result></dkim>
            <spf><domain>bounce.example.net</domain><scope>mfrom</scope><result>pass</result></spf></auth_results></record>
        """;

    public static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest)) stream.Write(content);
        return packed.ToArray();
    }

    public static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create))
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }

        return packed.ToArray();
    }

    private static FeedbackReportReader MakeReader()
    {
        var (sources, mistakes) = FeedbackSourceFile.ReadFolder(Path.Combine(Repository.Root, "data", "feedback"));
        Assert.Empty(mistakes);
        return new FeedbackReportReader(sources);
    }
}
