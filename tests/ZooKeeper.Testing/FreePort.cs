using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ZooKeeper.Testing;

/// <summary>Finds free loopback ports.</summary>
public static class FreePort
{
    // Below the range from which Linux and macOS take ports for outgoing connections. In that range, a client that keeps
    // connecting to a stopped server is eventually given the server's port as its own, and connects to itself.
    private const int First = 15_000;
    private const int Last = 29_999;

    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <summary>Gets a free port; never the same one twice in a process.</summary>
    public static int Next()
    {
        using var listener = Listen();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    internal static TcpListener Listen()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last + 1);
            if (Given.TryAdd(port, true) && TryListen(port) is { } listener)
            {
                return listener;
            }
        }
    }

    private static TcpListener? TryListen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            listener.Dispose();
            return null;
        }
    }
}
