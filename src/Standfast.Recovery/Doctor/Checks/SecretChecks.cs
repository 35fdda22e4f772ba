using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>Who may read and change the files of the server.</summary>
internal static class SecretChecks
{
    public static IReadOnlyList<IDoctorCheck> All { get; } =
    [
        FactCheck.OfHost("DR-1030", host => FactCheck.When(host.IsDataOpen, () => new Fault(host.Data, "others may look into the data folder: mail, keys, addresses", host.User) { Repair = new Repair(RepairKind.MakePrivate, host.Data) })),
        FactCheck.OfHost("DR-1031", host => host.Secrets is { } secrets ? CheckOutcome.Of(secrets.Where(file => file is { Setting: "", IsOpen: true }).Select(file => Open(file, host.User))) : null),
        FactCheck.OfHost("DR-1032", host => host.Secrets is { } secrets ? CheckOutcome.Of(secrets.Where(file => file is { Setting.Length: > 0, IsOpen: true }).Select(file => Open(file, host.User))) : null),
        FactCheck.OfHost("DR-1033", host => host.Secrets is { } secrets
            ? CheckOutcome.Of(secrets.Where(file => file is { Setting.Length: > 0, Exists: false }).Select(file => new Fault(file.Path, $"{file.Setting} names {file.Path}, which is not there or may not be read", file.Setting))) : null),
        FactCheck.OfHost("DR-1034", host => host.MissingFolders is { } missing
            ? CheckOutcome.Of(missing.Select(folder => new Fault(folder, $"the folder {folder} is gone", host.User) { Repair = new Repair(RepairKind.MakeFolder, folder) })) : null),
        FactCheck.OfService("DR-1035", (_, service) => CheckOutcome.When(
            service.Configuration is { IsWritableByOthers: true },
            () => new Fault(service.Configuration!.Path, "others may change the configuration, and so where mail goes") { Repair = new Repair(RepairKind.MakeUnwritable, service.Configuration.Path) })),
    ];

    private static Fault Open(SecretFile file, string user) => new(file.Path, $"others may read {file.Path}", user) { Repair = new Repair(RepairKind.MakePrivate, file.Path) };
}
