using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ZooKeeper.Testing;

/// <summary>ZooKeeper's commands of four letters, sent instead of a handshake.</summary>
internal static class FourLetterWord
{
    public static async Task<string> AskAsync(int port, string word, CancellationToken cancellationToken)
    {
        using var client = new TcpClient(AddressFamily.InterNetwork);
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(word), cancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
