using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Standfast.Mail;
using Standfast.Queue;

namespace Standfast.Delivery.Local;

/// <summary>Delivers into ROOT/DOMAIN/LOCALPART/{tmp,new,cur}: written to tmp, synced, moved to new, the move synced.</summary>
internal static partial class Maildir
{
    private const int OpenDirectory = 0x10000;

    public static async Task DeliverAsync(string root, EmailAddress recipient, Envelope envelope, int index, IMessageContent content, CancellationToken cancellationToken)
    {
        var mailbox = Path.Combine(root, recipient.Domain.Value, SafeName(recipient.LocalPart));
        var created = !Directory.Exists(Path.Combine(mailbox, "cur"));
        foreach (var folder in (string[])["tmp", "new", "cur"]) Directory.CreateDirectory(Path.Combine(mailbox, folder), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        // One name for each recipient of a message: a repeat after a crash replaces its unread copy instead of adding one.
        var name = $"{envelope.Id.CreatedAt.ToUnixTimeSeconds()}.{envelope.Id}_{index}.standfast";
        var temporary = Path.Combine(mailbox, "tmp", name);
        await using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes($"Return-Path: <{envelope.Sender}>\r\nDelivered-To: {recipient}\r\n"), cancellationToken);
            await foreach (var piece in content.ReadAsync(cancellationToken)) await file.WriteAsync(piece, cancellationToken);
            await file.FlushAsync(cancellationToken);
            Sync(file.SafeFileHandle, temporary);
        }

        File.Move(temporary, Path.Combine(mailbox, "new", name), overwrite: true);
        SyncDirectory(Path.Combine(mailbox, "new"));
        if (!created) return;
        SyncDirectory(mailbox);
        SyncDirectory(Path.GetDirectoryName(mailbox)!);
        SyncDirectory(root);
    }

    /// <summary>Lower case; anything but letters, digits and a few signs as %XX, so that no address leaves its folder.</summary>
    public static string SafeName(string localPart)
    {
        var name = new StringBuilder(localPart.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(localPart.ToLowerInvariant()))
        {
            var character = (char)octet;
            var isPlain = char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '_' or '+' or '=' or '-' || (character == '.' && name.Length > 0);
            if (isPlain) name.Append(character);
            else name.Append('%').Append(octet.ToString("X2", null));
        }

        return name.ToString();
    }

    private static void Sync(SafeFileHandle handle, string path)
    {
        if (fsync(handle) != 0) throw new IOException($"fsync {path}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private static void SyncDirectory(string path)
    {
        var descriptor = open(path, OpenDirectory);
        if (descriptor < 0) throw new IOException($"open {path}: {Marshal.GetLastPInvokeErrorMessage()}");
        using var directory = new SafeFileHandle(descriptor, ownsHandle: true);
        Sync(directory, path);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);
}
