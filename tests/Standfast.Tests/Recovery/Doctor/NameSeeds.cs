namespace Standfast.Tests.Recovery.Doctor;

/// <summary>One fault each, of names, records and the certificate.</summary>
internal static class NameSeeds
{
    private const string Host = DoctorWorld.Host, Domain = DoctorWorld.Domain, KeyName = DoctorWorld.KeyName, Dmarc = "_dmarc.shop.example";

    public static IReadOnlyList<Seed> All { get; } =
    [
        new("DR-3001", "reverse DNS of 192.0.2.10 to mail.shop.example", world => world.Zone.Pointer(DoctorWorld.Four)),
        new("DR-3001", "reverse DNS of 2001:db8::10 to mail.shop.example", world => world.Zone.Pointer(DoctorWorld.Six)),
        new("DR-3002", "Publish host.provider.example A 192.0.2.10", world => world.Zone.Pointer(DoctorWorld.Four, "host.provider.example")),
        new("DR-3003", "reverse DNS of 192.0.2.10 set to mail.shop.example", world =>
        {
            world.Zone.Pointer(DoctorWorld.Four, "192-0-2-10.dynamic.provider.example");
            world.Zone.Address("192-0-2-10.dynamic.provider.example", DoctorWorld.Four);
        }),
        new("DR-3004", "Publish out.shop.example A 192.0.2.10", world =>
        {
            world.OnNetwork(network => network with { Own = [DoctorWorld.Own(DoctorWorld.Four, "out.shop.example"), DoctorWorld.Own(DoctorWorld.Six)] });
            world.Zone.Address("out.shop.example", "192.0.2.77");
        }),
        new("DR-3005", "server.hostname = \"mail.YOUR-DOMAIN\"", world =>
        {
            world.Named("vm.localdomain");
            world.OnNetwork(network => network with { Own = [DoctorWorld.Own(DoctorWorld.Four, "vm.localdomain"), DoctorWorld.Own(DoctorWorld.Six, "vm.localdomain")] });
            world.OnCertificate(certificate => certificate with { Names = ["vm.localdomain"] });
        }),
        new("DR-3006", "Publish mx.shop.example A 192.0.2.10", world =>
        {
            world.Named("mx.shop.example");
            world.OnCertificate(certificate => certificate with { Names = ["*.shop.example"] });
            world.OnNetwork(network => network with { Own = [DoctorWorld.Own(DoctorWorld.Four, "mx.shop.example"), DoctorWorld.Own(DoctorWorld.Six, "mx.shop.example")] });
        }),

        new("DR-3010", $"Publish {Domain} TXT \"v=spf1 a:{Host} -all\"", world => world.Zone.Text(Domain)),
        new("DR-3011", "Publish one record", world => world.Zone.Text(Domain, $"v=spf1 a:{Host} -all", "v=spf1 mx -all")),
        new("DR-3012", $"\"v=spf1 a:{Host} -all\"", world => world.Zone.Text(Domain, $"v=spf1 a:{Host} +all")),
        new("DR-3013", $"\"v=spf1 a:{Host} -all\"", world => world.Zone.Text(Domain, $"v=spf1 a:{Host}")),
        new("DR-3013", $"\"v=spf1 a:{Host} -all\"", world => world.Zone.Text(Domain, $"v=spf1 a:{Host} ?all")),
        new("DR-3014", "Take includes out of the record of shop.example", world =>
        {
            world.Zone.Text(Domain, $"v=spf1 a:{Host} {string.Join(' ', Enumerable.Range(0, 11).Select(index => $"include:i{index}.esp.example"))} -all");
            for (var index = 0; index < 11; index++) world.Zone.Text($"i{index}.esp.example", "v=spf1 ip4:198.51.100.0/24 -all");
        }),
        new("DR-3015", "\"v=spf1 ip6:2001:db8::10 ip4:192.0.2.0/24 -all\"", world => world.Zone.Text(Domain, "v=spf1 ip4:192.0.2.0/24 -all")),
        new("DR-3016", "Correct the record of shop.example", world => world.Zone.Text(Domain, $"v=spf1 a:{Host} ipv4:192.0.2.10 -all")),
        new("DR-3016", "Correct the record of shop.example", world => world.Zone.Text(Domain, $"v=spf1 a:{Host} include:gone.esp.example -all")),
        new("DR-3016", "Correct the record of shop.example", world => world.Zone.Text(Domain, $"v=spf1 a:{Host} a:{Host}/-1 -all")),
        new("DR-3016", "Correct the record of shop.example", world => world.Zone.Text(Domain, $"v=spf1 a:{Host} a:{Host}/33 -all")),
        new("DR-3016", "Correct the record of shop.example", world => world.Zone.Text(Domain, $"v=spf1 a:{Host} mx//x -all")),
        new("DR-3017", "in the place of ptr", world => world.Zone.Text(Domain, $"v=spf1 a:{Host} ptr -all")),
        new("DR-3018", "names that do not exist", world => world.Zone.Text(Domain, $"v=spf1 a:{Host} a:x.shop.example a:y.shop.example a:z.shop.example -all")),

        new("DR-3020", "standfast domain add mail.shop.example --account default", world => world.OnDomain(Domain, one => one with { Domain = one.Domain with { DkimSelector = null } })),
        new("DR-3021", "/var/lib/standfast/dkim/shop.example.s1.pem", world => world.OnDomain(Domain, one => one with { DkimRecord = null })),
        new("DR-3022", $"Publish {KeyName} TXT \"{DoctorWorld.DkimRecord}\"", world => world.Zone.Text(KeyName)),
        new("DR-3023", $"Publish {KeyName} TXT \"{DoctorWorld.DkimRecord}\"", world => world.Zone.Text(KeyName, DoctorWorld.Key(2048))),
        new("DR-3024", $"Publish {KeyName} TXT \"{DoctorWorld.DkimRecord}\"", world => world.Zone.Text(KeyName, "v=DKIM1; k=rsa; p=")),
        new("DR-3025", $"Publish {KeyName} TXT \"{DoctorWorld.DkimRecord}\"", world => world.Zone.Text(KeyName, DoctorWorld.DkimRecord + "; t=y")),
        new("DR-3026", "openssl genrsa -out /var/lib/standfast/dkim/shop.example.s1.pem 2048", world =>
        {
            var small = DoctorWorld.Key(1024);
            world.OnDomain(Domain, one => one with { DkimRecord = small });
            world.Zone.Text(KeyName, small);
        }),
        new("DR-3027", "Publish one record", world => world.Zone.Text(KeyName, DoctorWorld.DkimRecord, DoctorWorld.Key(2048))),

        // A name below it that has none of its own.
        new("DR-3030", $"Publish {Dmarc} TXT \"v=DMARC1; p=none; rua=mailto:postmaster@shop.example\"", world => world.Zone.Text(Dmarc)),
        new("DR-3031", "Keep one record at _dmarc.shop.example", world => world.Zone.Text(Dmarc, "v=DMARC1; p=none; rua=mailto:a@shop.example", "v=DMARC1; p=reject; rua=mailto:a@shop.example")),
        new("DR-3032", $"Publish {Dmarc} TXT", world => world.Zone.Text(Dmarc, "v=DMARC1; p=monitor; rua=mailto:a@shop.example")),
        new("DR-3033", "Add rua=mailto:postmaster@shop.example", world => world.Zone.Text(Dmarc, "v=DMARC1; p=none")),
        // One below it that has no record of its own: the one above counts, and is to be mended.
        new("DR-3033", "the record at _dmarc.shop.example", world =>
        {
            world.Zone.Text(Dmarc, "v=DMARC1; p=none");
            world.Zone.Text($"_dmarc.{DoctorWorld.Other}");
        }),
        new("DR-3036", "Set pct=100 in the record at _dmarc.shop.example", world =>
        {
            world.Zone.Text(Dmarc, "v=DMARC1; p=reject; pct=20; rua=mailto:a@shop.example");
            world.Zone.Text($"_dmarc.{DoctorWorld.Other}");
        }),
        new("DR-3034", "publish shop.example._report._dmarc.reports.example TXT \"v=DMARC1\"", world => world.Zone.Text(Dmarc, "v=DMARC1; p=none; rua=mailto:a@reports.example")),
        new("DR-3035", "Set sp=reject", world => world.Zone.Text(Dmarc, "v=DMARC1; p=reject; sp=none; rua=mailto:a@shop.example")),
        new("DR-3036", "Set pct=100", world => world.Zone.Text(Dmarc, "v=DMARC1; p=reject; pct=20; rua=mailto:a@shop.example")),
        new("DR-3037", "Set aspf=r", world =>
        {
            ReturnPath(world);
            world.Zone.Text(Dmarc, "v=DMARC1; p=none; aspf=s; rua=mailto:a@shop.example");
        }),

        new("DR-3040", $"Publish {Domain} MX 10 {Host}", world => world.Zone.Exchange(Domain)),
        new("DR-3041", $"Publish {Domain} MX 10 {Host}", world =>
        {
            world.Zone.Exchange(Domain, "mx.elsewhere.example");
            world.Zone.Address("mx.elsewhere.example", "198.51.100.25");
        }),
        new("DR-3042", "Publish an A record for mx2.shop.example", world => world.Zone.Exchange(Domain, Host, "mx2.shop.example")),
        new("DR-3043", $"Publish {Domain} MX 10 {Host}", world => world.Zone.Exchange(Domain, ".")),
        new("DR-3044", $"Publish news.shop.example MX 10 {Host}", world => world.Zone.Exchange(DoctorWorld.Other)),
        new("DR-3045", "standfast domain verify shop.com", world =>
        {
            HostSeeds.Publish(world, "shop.com");
            world.OnDomain("shop.com", one => one with { Domain = one.Domain with { VerifiedAt = null } });
        }),
        new("DR-3050", $"Publish bounce.shop.example MX 10 {Host}", world =>
        {
            ReturnPath(world);
            world.Zone.Exchange("bounce.shop.example");
        }),
        new("DR-3051", $"Publish bounce.shop.example MX 10 {Host}", world =>
        {
            ReturnPath(world);
            world.Zone.Exchange("bounce.shop.example", "mx.elsewhere.example");
            world.Zone.Address("mx.elsewhere.example", "198.51.100.25");
        }),
        new("DR-3052", $"Publish bounce.shop.example TXT \"v=spf1 a:{Host} -all\"", world =>
        {
            ReturnPath(world);
            world.Zone.Text("bounce.shop.example");
        }),
        new("DR-3060", "TXT \"v=TLSRPTv1; rua=mailto:tlsrpt@shop.example\"", world => world.Zone.Text("_smtp._tls.shop.example", "v=TLSRPTv1")),
        new("DR-3061", "TXT \"v=STSv1; id=20261126120000\"", world => world.Zone.Text("_mta-sts.shop.example", "v=STSv1;")),
        new("DR-3062", "take the MTA-STS record of shop.example away", world =>
        {
            world.OnCertificate(certificate => certificate with { IsSelfSigned = true });
            foreach (var (key, port) in ((string, int)[])[("submission.listen", 587), ("submissions.listen", 465)]) world.Set(key, $"127.0.0.1:{port}");
            world.Set("smtp.listen", "127.0.0.1:25");
            // Seen by nobody outside but through a forwarded port, whose address is not on this machine.
            world.OnNetwork(network => network with { Own = [] });
        }),
        new("DR-4001", "certbot renew", world => world.OnCertificate(certificate => certificate with { NotAfter = DoctorWorld.Now.AddDays(-1) })),
        new("DR-4002", "certbot renew", world => world.OnCertificate(certificate => certificate with { NotAfter = DoctorWorld.Now.AddDays(5) })),
        new("DR-4003", "timedatectl", world => world.OnCertificate(certificate => certificate with { NotBefore = DoctorWorld.Now.AddDays(1) })),
        new("DR-4004", $"-d {Host}", world => world.OnCertificate(certificate => certificate with { Names = ["shop.example", "*.mail.shop.example"] })),
        new("DR-4005", $"certbot certonly --standalone -d {Host}", world =>
        {
            world.OnCertificate(certificate => certificate with { IsSelfSigned = true });
            world.Zone.Text("_mta-sts.shop.example");
        }),
        new("DR-4006", "--key-type ecdsa", world => world.OnCertificate(certificate => certificate with { RsaBits = 1024 })),
        new("DR-4007", "certbot certonly", world => world.OnCertificate(certificate => certificate with { Signature = "sha1RSA" })),
        new("DR-4008", "fullchain.pem", world => world.OnCertificate(certificate => certificate with { ChainLength = 1 })),
        new("DR-4009", "certbot certonly", world => world.OnCertificate(certificate => certificate with { IsForServers = false })),
        new("DR-4010", "systemctl restart standfast", world => world.OnCertificate(certificate => certificate with { WrittenAt = DoctorWorld.Now.AddHours(-1) })),
        new("DR-4011", "tls.certificate = ", world => world.Set("tls.key", "/etc/tls/key.pem")),
    ];

    private static void ReturnPath(DoctorWorld world)
    {
        world.Set("delivery.return_path_domain", "bounce.shop.example");
        world.Zone.Exchange("bounce.shop.example", Host);
        world.Zone.Text("bounce.shop.example", $"v=spf1 a:{Host} -all");
    }
}
