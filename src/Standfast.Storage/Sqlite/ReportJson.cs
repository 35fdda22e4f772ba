using System.Text.Json.Serialization;
using Standfast.Reputation.Feedback.Tls;

namespace Standfast.Storage.Sqlite;

/// <summary>Parts of reports that are kept as they are.</summary>
[JsonSerializable(typeof(IReadOnlyList<TlsFailure>))]
internal sealed partial class ReportJson : JsonSerializerContext;
