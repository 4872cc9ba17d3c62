namespace ZooKeeper.Client.Sasl;

/// <summary>Indicates that the SASL authentication failed. The message is the reason, which follows the server's name.</summary>
internal sealed class SaslException(string reason, bool isRejection = false, Exception? cause = null) : Exception(reason, cause)
{
    /// <summary>Gets whether the server does not accept the authentication, so that retries fail until the configuration changes.</summary>
    public bool IsRejection { get; } = isRejection;
}
