namespace Standfast.Api;

/// <summary>Somebody asked for the mail of a stream.</summary>
/// <param name="How">Such as form, order or paper.</param>
/// <param name="Account">Default "default".</param>
/// <param name="Stream">Default "bulk".</param>
/// <param name="At">When they asked; default now.</param>
/// <param name="SourceAddress">Network address from which they asked.</param>
/// <param name="Proof">What was shown and pressed, a link to it, or where the paper is.</param>
public sealed record ConsentAddRequest(string Address, string How, string? Account = null, string? Stream = null, DateTimeOffset? At = null, string? SourceAddress = null, string? Proof = null);

public sealed record ConsentResponse(string Address, string Account, string Stream, DateTimeOffset At, string How, string? SourceAddress, string? Proof);

/// <param name="Account">Default "default".</param>
/// <param name="Stream">Default "bulk".</param>
public sealed record ConfirmationRequest(string Address, string? Account = null, string? Stream = null);

/// <param name="Url">To be put into a mail to the address: who opens it and presses the button has consented.</param>
public sealed record ConfirmationResponse(string Url, DateTimeOffset ExpiresAt);

/// <param name="Verdict">accept, review or refuse.</param>
/// <param name="Dead">Records that no mail reaches.</param>
/// <param name="DomainsUnanswered">Domains that the DNS gave no answer for; they count for nothing.</param>
/// <param name="DomainsSkipped">Domains that were not looked up, because there are too many.</param>
public sealed record ListCheckResponse(string Verdict, long Records, long Addresses, long Dead, long Domains, long DomainsUnanswered, long DomainsSkipped, IReadOnlyList<ListFindingResponse> Findings);

/// <param name="Id">Its help is at /e/ID.</param>
/// <param name="Share">Of the records, 0 to 1.</param>
public sealed record ListFindingResponse(string Id, string Verdict, string Text, long Count, double Share, IReadOnlyList<string> Samples);

/// <param name="Check">What the import gate said of the list. Where it refuses, nothing was recorded.</param>
public sealed record ConsentImportResponse(long Read, long Added, ListCheckResponse Check);

/// <param name="Id">Of the key that new links are made with.</param>
/// <param name="Keys">How many keep old links alive, the new one among them.</param>
public sealed record LinkKeyResponse(int Id, int Keys);
