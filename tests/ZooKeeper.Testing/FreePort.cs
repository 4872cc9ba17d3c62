using System.Net;
using System.Net.Sockets;

namespace ZooKeeper.Testing;

/// <summary>
/// Finds free loopback ports. A server that is stopped for a while needs its port again, so no other process may be given it meanwhile. Each process therefore
/// takes blocks of ports, and locks a file for each block until it ends.
/// </summary>
public static class FreePort
{
    // Below the range from which Linux and macOS take ports for outgoing connections. In that range, a client that keeps
    // connecting to a stopped server is eventually given the server's port as its own, and connects to itself.
    private const int First = 15_000;
    private const int Last = 29_999;
    private const int BlockLength = 100;

    private static readonly Lock Gate = new();
    private static readonly List<FileStream> Blocks = [];
    private static readonly Queue<int> Left = [];

    /// <summary>Gets a free port; never the same one twice in a process.</summary>
    public static int Next()
    {
        using var listener = Listen();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Gets the file that a process locks while it has the block of a port.</summary>
    public static string BlockFileOf(int port) =>
        Path.Combine(Path.GetTempPath(), $"zookeeper-testing-ports-{Environment.UserName}", $"{(port - First) / BlockLength}");

    internal static TcpListener Listen()
    {
        while (true)
        {
            if (TryListen(Take()) is { } listener)
            {
                return listener;
            }
        }
    }

    private static int Take()
    {
        lock (Gate)
        {
            if (Left.Count == 0)
            {
                TakeBlock();
            }

            return Left.Dequeue();
        }
    }

    private static void TakeBlock()
    {
        int[] starts = [.. Enumerable.Range(0, (Last + 1 - First) / BlockLength).Select(block => First + (block * BlockLength))];
        Random.Shared.Shuffle(starts);
        foreach (var start in starts)
        {
            if (TryLock(BlockFileOf(start)))
            {
                foreach (var port in Enumerable.Range(start, BlockLength))
                {
                    Left.Enqueue(port);
                }

                return;
            }
        }

        throw new InvalidOperationException($"Every port from {First} to {Last} belongs to a process that is still running, or was used by this one.");
    }

    private static bool TryLock(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            Blocks.Add(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            return true;
        }
        catch (IOException)
        {
            return false;
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
