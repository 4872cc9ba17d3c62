using System.Net;
using System.Net.Sockets;

namespace ZooKeeper.Client.Transport;

/// <summary>Resolves the addresses of a server, in random order. It runs for each attempt, because addresses change when servers move.</summary>
internal static class HostLookup
{
    /// <exception cref="InvalidOperationException">The host does not exist, or has no usable address.</exception>
    /// <exception cref="TimeoutException">The lookup took too long.</exception>
    public static async Task<List<IPEndPoint>> ResolveAsync(ServerAddress server, TimeSpan patience, ZooKeeperClientOptions options, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(patience, options.TimeProvider);
        using var resolution = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        IPAddress[] addresses;
        try
        {
            // The resolver of most systems cannot be cancelled, so abandon it.
            addresses = await options.Resolve(server.Host, resolution.Token).WaitAsync(resolution.Token).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new InvalidOperationException($"the host name '{server.Host}' cannot be resolved ({e.Message})", e);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException($"resolving the host name '{server.Host}' took longer than {patience.TotalMilliseconds:F0} ms");
        }

        // The resolver leaves out IPv6 addresses if this computer has no IPv6.
        if (addresses.Length == 0)
        {
            throw new InvalidOperationException($"the host name '{server.Host}' has no address that this computer can use");
        }

        Random.Shared.Shuffle(addresses);
        return [.. addresses.Select(address => new IPEndPoint(address, server.Port))];
    }
}
