using System.Text.Json.Serialization;
using Standfast.Queue.Clocks;

namespace Standfast.Storage.Clocks;

[JsonSerializable(typeof(ClockRecord))]
internal sealed partial class ClockJson : JsonSerializerContext;
