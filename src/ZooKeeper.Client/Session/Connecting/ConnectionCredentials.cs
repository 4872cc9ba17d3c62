using ZooKeeper.Client.Sasl;

namespace ZooKeeper.Client.Session;

/// <summary>Contains the credentials of one connection. Delegates are called for each connection, so that rotated credentials apply to the next one.</summary>
internal sealed class ConnectionCredentials
{
    private ConnectionCredentials(IReadOnlyList<DigestIdentity> digests, SaslConversation? sasl)
    {
        Digests = digests;
        Sasl = sasl;
    }

    public IReadOnlyList<DigestIdentity> Digests { get; }

    public SaslConversation? Sasl { get; }

    /// <exception cref="InvalidOperationException">
    /// A delegate failed. This exception does not contain the delegate's exception, which could quote secrets.
    /// </exception>
    /// <exception cref="TimeoutException">A delegate did not return in time.</exception>
    public static async Task<ConnectionCredentials> ObtainAsync(ZooKeeperClientOptions options, string host, CancellationToken cancellationToken)
    {
        IReadOnlyList<DigestIdentity> digests = [.. options.DigestIdentities];
        if (options.DigestIdentitiesProvider is { } provider)
        {
            var provided = await AskAsync(nameof(options.DigestIdentitiesProvider), provider, cancellationToken).ConfigureAwait(false);
            digests = provided.All(identity => identity is not null)
                ? [.. digests, .. provided]
                : throw new InvalidOperationException($"{nameof(options.DigestIdentitiesProvider)} returned a list that contains null");
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
            // Kerberos blocks until its own servers answer or time out.
            await Task.Run(conversation.Begin, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            return conversation;
        }
        catch (Exception e)
        {
            conversation.Dispose();
            throw e is OperationCanceledException ? new TimeoutException($"got no ticket for {conversation} in the time that a connection may take") : e;
        }
    }

    private static async Task<T> AskAsync<T>(string option, Func<CancellationToken, ValueTask<T>> provider, CancellationToken cancellationToken)
        where T : class
    {
        T? provided;
        var asking = Task.Run(() => provider(cancellationToken).AsTask(), cancellationToken);
        try
        {
            // Abandon a delegate that ignores the token, also one that blocks its thread.
            provided = await asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // An exception of the abandoned delegate would be unobserved.
            _ = asking.ContinueWith(static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw new TimeoutException($"{option} did not return in the time that a connection may take");
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{option} threw {e.GetType()}");
        }

        return provided ?? throw new InvalidOperationException($"{option} returned null");
    }
}
