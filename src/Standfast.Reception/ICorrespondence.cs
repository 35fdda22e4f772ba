using System.Net;
using Standfast.Mail;

namespace Standfast.Reception;

/// <summary>Reads mail to the people who answer for this server: answers to requests, and notices of abuse. May be called concurrently.</summary>
public interface ICorrespondence
{
    /// <summary>From memory, at once.</summary>
    bool Wants(EmailAddress recipient);

    /// <summary>After the message was accepted; it goes to its mailbox whatever comes of this.</summary>
    /// <param name="content">The beginning of it.</param>
    /// <param name="client">Address of the server that brought it.</param>
    /// <exception cref="IOException">What it says could not be kept.</exception>
    ValueTask TakeAsync(ReadOnlyMemory<byte> content, EmailAddress recipient, IPAddress? client, CancellationToken cancellationToken);
}
