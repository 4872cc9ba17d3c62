namespace ZooKeeper.Client.Protocol;

/// <summary>Indicates bytes that violate the protocol. The connection that sent them cannot be used any more.</summary>
internal sealed class JuteException(string message, bool isTls = false) : Exception(message)
{
    /// <summary>Gets whether the answer is TLS, so that a retry without TLS fails, too.</summary>
    public bool IsTls { get; } = isTls;
}
