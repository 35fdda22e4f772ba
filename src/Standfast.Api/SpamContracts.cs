namespace Standfast.Api;

/// <param name="Message">All of it: header section, empty line, body. Base64.</param>
/// <param name="Account">Whose domains its links may lead to; default: the account default.</param>
public sealed record SpamCheckRequest(byte[] Message, string Account = "default");

/// <summary>What the guard thinks of a message; nothing is sent or learned.</summary>
/// <param name="Action">What the guard would do with it as outgoing mail: pass, note, hold or refuse.</param>
/// <param name="Probability">That it is spam, 0 to 1.</param>
/// <param name="Kind">clean, likely or certain.</param>
/// <param name="Points">Of phishing: from 3 noted, from 6 held, from 10 refused where one sign has 8.</param>
/// <param name="Reasons">The words and traits that weigh most, strongest first.</param>
/// <param name="Signs">Of phishing, strongest first.</param>
public sealed record SpamCheckResponse(string Action, double Probability, string Kind, int Points, IReadOnlyList<SpamReasonResponse> Reasons, IReadOnlyList<PhishingSignResponse> Signs);

/// <param name="Weight">Above 0 towards spam.</param>
public sealed record SpamReasonResponse(string Feature, double Weight);

/// <param name="Id">Its help topic, at /e/ID.</param>
public sealed record PhishingSignResponse(string Id, int Points, string Subject, string Rule);

/// <param name="Message">All of it: header section, empty line, body. Base64.</param>
/// <param name="As">spam or ham.</param>
public sealed record SpamFeedbackRequest(byte[] Message, string As);

/// <param name="As">What it is learned as now; null where it is not learned.</param>
/// <param name="Before">Probability that it is spam, before the change.</param>
/// <param name="SpamMessages">Learned in all.</param>
public sealed record SpamFeedbackResponse(string Fingerprint, string? As, double Before, double After, int SpamMessages, int HamMessages);
