using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ZooKeeper.DevServer.Tests;

/// <summary>A word of an operator's tool, sent instead of a handshake.</summary>
internal static class FourLetterWord
{
    public static async Task<string> AskAsync(int port, string word)
    {
        using var client = new TcpClient(AddressFamily.InterNetwork);
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(word));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }
}
