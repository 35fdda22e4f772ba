using System.IO.Pipelines;

namespace Standfast.Policy.Scanners;

public interface IScannerConnection : IDuplexPipe, IAsyncDisposable;
