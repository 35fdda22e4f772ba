namespace Standfast.Policy.Unsubscribe;

/// <summary>Keeps the secrets of tokens.</summary>
public interface ITokenKeyStore
{
    TokenKeys Keys { get; }

    /// <summary>Makes a new secret, durable before it returns, that new tokens are made with. Those that are out stay good.</summary>
    /// <exception cref="IOException">It could not be stored; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">There have been <see cref="TokenKeys.MaxKeys"/>.</exception>
    TokenKey Rotate();
}
