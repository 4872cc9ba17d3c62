namespace ZooKeeper.Client.Sasl;

/// <summary>Performs the client's side of a SASL authentication. <see cref="object.ToString"/> returns the identity and the mechanism.</summary>
internal abstract class SaslConversation : IDisposable
{
    public byte[] FirstToken { get; protected set; } = [];

    /// <summary>Prepares the authentication. It may block, for example while it contacts other services over the network.</summary>
    /// <exception cref="SaslException">The client cannot start the authentication.</exception>
    public virtual void Begin()
    {
    }

    /// <summary>Gets the token that answers the server's token, or null if the client is done.</summary>
    /// <exception cref="SaslException">The server sent an invalid token, or could not prove its identity.</exception>
    public abstract byte[]? Answer(byte[]? token);

    public abstract void Dispose();

    // A server without SASL answers the first token with success and a null token.
    protected static SaslException ServerHasNone() =>
        new("it does not support SASL. Add a JAAS section 'Server' to the server, or do not set Sasl in the client", isRejection: true);
}
