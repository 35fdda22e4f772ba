using Standfast.Recovery;

namespace Standfast.Tests.Recovery.Drills;

/// <summary>How a suspension comes, and from what.</summary>
/// <param name="Pain">Which of the pains that suspended senders tell of; 0 for none of them.</param>
/// <param name="Cause">The truth.</param>
/// <param name="Domain">Recipients' domain, whose MX host is mx.DOMAIN; "" where a notice says it.</param>
/// <param name="Words">The reply, or the notice.</param>
internal sealed record DrillScenario(int Pain, SuspensionCause Cause, string Domain, string Words)
{
    private const string Outlook = "olc.protection.outlook.com", Gmail = "google.com";

    public bool IsReply => Domain.Length > 0;

    public static IReadOnlyList<DrillScenario> All { get; } =
    [
        new(1, SuspensionCause.Compromise, "", "From: abuse@hetzner.com\nSubject: AbuseInfo: Spam from 192.0.2.9\n\nWe have received a complaint about spam from your server; a web shell was found. Please send a statement within 24 hours."),
        new(2, SuspensionCause.Compromise, Outlook, "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3140). The account looks compromised."),
        new(3, SuspensionCause.Compromise, "", "Amazon SES: sending paused. It looks as if your SES credentials have been leaked and a third party used compromised access keys."),
        new(4, SuspensionCause.Policy, "", "From: Twilio SendGrid Compliance <x@sendgrid.com>\n\nYour account has been suspended: it violates our acceptable use policy. Tell us how each address was acquired."),
        new(5, SuspensionCause.Neighbour, Outlook, "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150)."),
        new(6, SuspensionCause.Listing, "a.example", "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.1"),
        new(7, SuspensionCause.Neighbour, "", "UCEPROTECT-Network: your address 192.0.2.9 is in a range that was listed on Level 3, the whole network of AS64500."),
        new(8, SuspensionCause.Listing, "b.example", "550 5.7.1 192.0.2.1 has been blocked by zen.spamhaus.org"),
        new(9, SuspensionCause.Policy, "", "Hello, outbound port 25 is closed on your VPS, as on all new accounts. Open a ticket with your use case to have it opened; our terms of service ask for that."),
        new(10, SuspensionCause.Authentication, "", "550 5.7.25 [192.0.2.202] The IP address sending this message does not have a PTR record setup"),
        new(11, SuspensionCause.Authentication, "", "550 5.7.26 Unauthenticated email from shop.test is not accepted due to domain's DMARC policy"),
        new(12, SuspensionCause.Authentication, "", "550 5.7.26 The MAIL FROM domain [shop.test] has an SPF record with a hard fail policy (-all)"),
        new(13, SuspensionCause.ListQuality, "", "Spamhaus: 192.0.2.9 is listed in the SBL, record SBL999999. Hits of spam traps were seen; the list was purchased."),
        new(14, SuspensionCause.Limits, "", "421 4.7.28 Gmail has detected an unusual rate of email originating from your IP address 192.0.2.1"),
        new(15, SuspensionCause.Compromise, "", "[ SpamCop V5.3 ]\nThis message is brief for your comfort.\nEmail from 192.0.2.9: unauthorized use of a contact form\nhttps://www.spamcop.net/w3m?i=z1"),
        new(16, SuspensionCause.Listing, "c.example", "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using bl.spamcop.net; Blocked - see https://www.spamcop.net/bl.shtml?192.0.2.1"),
        new(17, SuspensionCause.Neighbour, Outlook, "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150)."),
        new(20, SuspensionCause.Complaints, "", "Gmail, Postmaster Tools: the user-reported spam rate of shop.example is 0.41 %; you are ineligible for mitigation."),
        new(0, SuspensionCause.Bounces, "", "From: Amazon Web Services <no-reply@amazonses.com>\nSubject: Amazon SES Sending Review\n\nHello,\nYour Amazon SES account is under review because its bounce rate is 6.3 %. You can still send during the review period."),
        new(0, SuspensionCause.Content, "", "From: Twilio SendGrid Compliance <x@sendgrid.com>\n\nYour account has been suspended: mail with phishing, with malicious links in the message, was sent."),
        new(0, SuspensionCause.Limits, "", "Google Workspace: you have reached a limit for sending mail. You can send again within 24 hours."),
        new(0, SuspensionCause.Complaints, "", "Hello,\nWe have paused your account's ability to send email with Amazon SES in eu-west-1: the complaint rate is above 0.5 %. Your hard bounces are fine. Reply to the case in Support Center."),
    ];
}
