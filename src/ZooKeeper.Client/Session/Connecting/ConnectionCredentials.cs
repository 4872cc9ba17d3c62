using ZooKeeper.Client.Sasl;

namespace ZooKeeper.Client.Session;

/// <summary>The credentials of one connection. Callbacks are asked for each, so that rotated ones apply at the next.</summary>
internal sealed class ConnectionCredentials
{
    private ConnectionCredentials(IReadOnlyList<DigestIdentity> digests, SaslConversation? sasl)
    {
        Digests = digests;
        Sasl = sasl;
    }

    public IReadOnlyList<DigestIdentity> Digests { get; }

    public SaslConversation? Sasl { get; }

    /// <exception cref="InvalidOperationException">A callback failed. Its exception is not told, because it can quote secrets; nor is it the cause.</exception>
    /// <exception cref="TimeoutException">A callback did not return in time.</exception>
    public static async Task<ConnectionCredentials> ObtainAsync(ZooKeeperClientOptions options, string host, CancellationToken cancellationToken)
    {
        IReadOnlyList<DigestIdentity> digests = [.. options.DigestIdentities];
        if (options.DigestIdentitiesProvider is { } provider)
        {
            var provided = await AskAsync(nameof(options.DigestIdentitiesProvider), provider, cancellationToken).ConfigureAwait(false);
            digests = provided.All(identity => identity is not null)
                ? [.. digests, .. provided]
                : throw new InvalidOperationException($"{nameof(options.DigestIdentitiesProvider)} returned a list with null in it");
        }

        return new ConnectionCredentials(digests, options.Sasl.IsEnabled ? await ConverseAsync(options.Sasl, host, cancellationToken).ConfigureAwait(false) : null);
    }

    private static async Task<SaslConversation> ConverseAsync(ZooKeeperSaslOptions sasl, string host, CancellationToken cancellationToken)
    {
        var credentials = sasl.CredentialsProvider is { } provider
            ? await AskAsync($"Sasl.{nameof(sasl.CredentialsProvider)}", provider, cancellationToken).ConfigureAwait(false)
            : sasl.UserName is { Length: > 0 } user ? new SaslCredentials(user, sasl.Password!) : null;
        if (!sasl.IsGssapi)
        {
            return new DigestMd5Conversation(credentials!);
        }

        var conversation = new GssapiConversation(credentials, $"{sasl.ServiceName}/{(sasl.TargetHost is { Length: > 0 } target ? target : host)}");
        try
        {
            // Kerberos asks its own servers, and does not return before they answer or do not.
            await Task.Run(conversation.Begin, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            return conversation;
        }
        catch (Exception e)
        {
            conversation.Dispose();
            throw e is OperationCanceledException ? new TimeoutException($"no ticket for {conversation} in the time that a server has for a connection") : e;
        }
    }

    private static async Task<T> AskAsync<T>(string option, Func<CancellationToken, ValueTask<T>> provider, CancellationToken cancellationToken)
        where T : class
    {
        T? provided;
        try
        {
            // One that does not heed the token is left behind.
            provided = await provider(cancellationToken).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{option} did not return in the time that a server has for a connection");
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{option} threw {e.GetType()}");
        }

        return provided ?? throw new InvalidOperationException($"{option} returned null");
    }
}
