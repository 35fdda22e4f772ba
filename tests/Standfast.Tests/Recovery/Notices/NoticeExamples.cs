namespace Standfast.Tests.Recovery.Notices;

/// <summary>Notices made up in the manner of those who send them, with what they are to be read as. Confounders name others, or other causes.</summary>
internal static class NoticeExamples
{
    public static IReadOnlyList<(string Rule, string Counterparty, string Cause, string Text)> All { get; } =
    [
        ("ses-review", "ses", "no-such-user", "From: Amazon Web Services <no-reply@amazonses.com>\nSubject: Amazon SES Sending Review\n\nHello,\nYour Amazon SES account is under review because its bounce rate is 6.3 %. You can still send during the review period."),
        ("ses-paused", "ses", "complaint", "Hello,\nWe have paused your account's ability to send email with Amazon SES in eu-west-1: the complaint rate is above 0.5 %. Your hard bounces are fine. Reply to the case in Support Center."),
        ("ses-paused", "ses", "malware", "Amazon SES: sending paused. It looks as if your SES credentials have been leaked and a third party used compromised access keys."),
        ("sendgrid-warned", "sendgrid", "complaint", "Your Twilio SendGrid account is under review: spam reports are above our line. Mail still goes."),
        ("sendgrid-suspended", "sendgrid", "phishing-url", "From: Twilio SendGrid Compliance <x@sendgrid.com>\n\nYour account has been suspended: mail with phishing, impersonating a bank, was sent. Your account was under review before."),
        ("mailgun-disabled", "mailgun", "no-such-user", "Hi, this is Mailgun. The domain mg.shop.example has been disabled as its bounce rate went over 5 %. Please open a ticket."),
        ("postmark-paused", "postmark", "spam-content", "Hi there, we've paused your broadcast stream at Postmark. The mails went to a purchased list without opt-in."),
        ("microsoft365-restricted", "microsoft365-tenant", "account-suspended-by-provider", "From: Office365Alerts@microsoft.com\nSubject: User restricted from sending email\n\nThe user sales@shop.example was restricted from sending mail by Exchange Online for suspicious sending patterns."),
        ("workspace-user-limit", "workspace", "sending-limit-exceeded", "Google Workspace: you have reached a limit for sending mail. You can send again within 24 hours."),
        ("workspace-user-suspended", "workspace", "account-suspended-by-provider", "Google Workspace admin console: user suspended. max@shop.example was suspended for sending spam."),
        ("relay-review", "brevo", "complaint", "Your Brevo account is under review since a campaign had spam complaints of 0.4 %."),
        ("relay-suspended", "sparkpost", "sending-limit-exceeded", "SparkPost: your account has been suspended, your daily limit was passed again and again with too many messages."),
        ("hetzner-abuse", "hetzner", "spam-content", "From: abuse@hetzner.com\nSubject: AbuseInfo: Spam from 192.0.2.9\n\nWe have received a complaint about spam from your server. It is also listed on a blacklist. Please send a statement within 24 hours."),
        ("hetzner-locked", "hetzner", "malware", "Hetzner Online: we have locked your server 192.0.2.9, for it was hacked and takes part in a botnet."),
        ("ovh-spam-block", "ovh", "spam-content", "Dear Customer, our anti-spam protection (OVHcloud) has detected spam sent from 192.0.2.9. Port 25 of the IP is blocked.\nDestination IP: 198.51.100.3 - Message-ID: abc@shop.example - Spam score: 300"),
        ("ovh-anti-hack", "ovh", "malware", "OVH: abnormal activity was seen on your VPS 192.0.2.9: it looks hacked, attacks by brute force leave it."),
        ("ec2-abuse", "aws-ec2", "spam-content", "From: Amazon EC2 Abuse <ec2-abuse@amazonaws.com>\n\nAbuse report: your EC2 instance has been implicated in activity that resembles unsolicited mail."),
        ("port-25-closed", "hosting", "port-blocked", "Hello, outbound port 25 is closed on your VPS, as on all new accounts. Open a ticket with your use case to have it opened."),
        ("port-25-closed", "digitalocean", "port-blocked", "DigitalOcean support here: SMTP port 25 is blocked on your Droplet. We do not lift it."),
        ("host-abuse", "hosting", "spam-content", "We received a complaint that unsolicited mail is originating from your server 192.0.2.9. A SpamCop report is attached. Resolve it in 12 hours."),
        ("host-abuse", "linode", "phishing-url", "Linode Trust and Safety. We have received a report of phishing hosted on your Linode; credential theft by mail. Please respond within 24 hours."),
        ("host-suspended", "hosting", "malware", "Your hosting account has been suspended. A vulnerable script (phpmailer) sent mail; the site is compromised."),
        ("host-suspended", "contabo", "spam-content", "Contabo: your VPS has been suspended after spam was sent by it."),
        ("panel-hourly-limit", "hosting", "sending-limit-exceeded", "[cPanel] The domain shop.example has reached the maximum number of emails for this hour: 200 emails per hour are allowed."),
        ("spamhaus-listed", "spamhaus", "blocklist", "Spamhaus: 192.0.2.9 is listed in the SBL, record SBL999999. Hits of spam traps were seen."),
        ("spamcop-report", "spamcop", "complaint", "[ SpamCop V5.3 ]\nThis message is brief for your comfort.\nEmail from 192.0.2.9 / Thu, 26 Nov 2026\nhttps://www.spamcop.net/w3m?i=z1"),
        ("barracuda-listed", "barracuda", "blocklist", "BarracudaCentral: the address 192.0.2.9 is currently listed as poor on the Barracuda Reputation Block List."),
        ("list-entry", "uceprotect", "blocklist", "UCEPROTECT-Network: IP 192.0.2.9 was listed on Level 1. It ends 7 days after the last hit."),
        ("arf-report", "unknown-reporter", "complaint", "Subject: complaint\nThis is an email abuse report for an email message received from IP 192.0.2.9.\n\nFeedback-Type: abuse\nUser-Agent: Example/1.0\nVersion: 1\nSource-IP: 192.0.2.9"),
        ("x-arf-report", "unknown-reporter", "malware", "X-ARF: yes\nReported-From: x@reporter.example\nCategory: abuse\nReport-Type: login-attack\nSource: 192.0.2.9\nThe host looks infected."),
        ("outlook-not-qualified", "outlook", "ip-reputation", "Outlook.com Deliverability Support: the IP 192.0.2.9 is not qualified for mitigation. Your domain has SPF and DKIM."),
        ("gmail-spam-rate", "gmail", "complaint", "Gmail, Postmaster Tools: the user-reported spam rate of shop.example is 0.41 %; you are ineligible for mitigation."),
        ("yahoo-sender-answer", "yahoo", "complaint", "Yahoo Sender Support: your IP is being deferred for complaints from recipients. We recommend that you review your lists."),
        ("reinstated", "ses", "no-such-user", "Amazon SES: we have ended the review of your account. Your bounce rate is below 5 % again."),
        ("reinstated", "sendgrid", "other", "Your SendGrid account has been reinstated. Thank you."),
        ("reinstated", "hetzner", "other", "Hetzner: your server 192.0.2.9 has been unlocked."),
    ];
}
