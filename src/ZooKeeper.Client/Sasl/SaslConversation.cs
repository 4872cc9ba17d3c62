namespace ZooKeeper.Client.Sasl;

/// <summary>The client's side of one authentication by one mechanism. Its text is who is authenticated, and by what.</summary>
internal abstract class SaslConversation : IDisposable
{
    public byte[] FirstToken { get; protected set; } = [];

    /// <summary>What has to be done before a server is asked. It may block, such as for asking others over the network.</summary>
    /// <exception cref="SaslException">The client's own side is not able to begin.</exception>
    public virtual void Begin()
    {
    }

    /// <summary>The token that answers the server's; null when there is no more to say.</summary>
    /// <exception cref="SaslException">The server says what it must not say, or cannot prove itself.</exception>
    public abstract byte[]? Answer(byte[]? token);

    public abstract void Dispose();

    // A server without SASL goes on as if nothing had been asked.
    protected static SaslException ServerHasNone() =>
        new("it has no SASL: it needs a JAAS section 'Server', or the client must not have Sasl set", isRejection: true);
}
