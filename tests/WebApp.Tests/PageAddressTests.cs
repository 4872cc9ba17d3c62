using System.Net;
using System.Net.Sockets;
using ZooKeeper.Testing;

namespace WebApp.Tests;

/// <summary>A shop starts although another program has its port.</summary>
[TestClass]
public sealed class PageAddressTests
{
    [TestMethod]
    public void Preferring_FreePort_IsTaken()
    {
        var port = FreePort.Next();

        Assert.AreEqual($"http://localhost:{port}", PageAddress.Preferring(port));
    }

    [TestMethod]
    [DataRow("127.0.0.1")]
    [DataRow("0.0.0.0")]
    [DataRow("::1")]
    public void Preferring_PortInUse_LeavesTheChoiceToTheSystem(string address)
    {
        var port = FreePort.Next();
        using var other = new TcpListener(IPAddress.Parse(address), port);
        try
        {
            other.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode != SocketError.AddressAlreadyInUse)
        {
            Assert.Inconclusive($"This machine has no {address}.");
        }

        Assert.AreEqual("http://127.0.0.1:0", PageAddress.Preferring(port));
    }
}
