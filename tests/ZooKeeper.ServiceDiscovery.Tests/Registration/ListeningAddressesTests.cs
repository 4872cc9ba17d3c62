using ZooKeeper.ServiceDiscovery.Registration;

namespace ZooKeeper.ServiceDiscovery.Tests.Registration;

[TestClass]
public sealed class ListeningAddressesTests
{
    [TestMethod]
    [DataRow("http://127.0.0.1:5000", "127.0.0.1", 5000, null)]
    [DataRow("https://shop.example:5001 http://shop.example:5000", "shop.example", 5000, 5001)]
    [DataRow("https://[::1]:5001", "::1", null, 5001)]
    [DataRow("http://unix:/run/app.sock http://localhost:80", "localhost", 80, null)]
    [DataRow("http://localhost:9090 http://10.0.0.7:5000", "10.0.0.7", 5000, null)]
    [DataRow("https://127.0.0.1:9091 https://[::1]:9091 http://10.0.0.7:5000", "10.0.0.7", 5000, null)]
    [DataRow("http://10.0.0.7:5000 https://10.1.0.7:5001 https://10.0.0.7:5002", "10.0.0.7", 5000, 5002)]
    [DataRow("http://localhost:5000 https://127.0.0.1:5001", "localhost", 5000, 5001)]
    [DataRow("http://[fe80::1%2]:5000 http://10.0.0.7:5001", "10.0.0.7", 5001, null)]
    [DataRow("http://[fe80::1%2]:5000", "fe80::1%2", 5000, null)]
    public void Read_Addresses_AreTheFirstPortsOfAHostThatOthersReach(string addresses, string host, int? port, int? sslPort) =>
        Assert.AreEqual(new ServerAddress(host, port, sslPort), ListeningAddresses.Read(addresses.Split(' ')));

    [TestMethod]
    [DataRow("http://[::]:5000")]
    [DataRow("http://0.0.0.0:5000")]
    [DataRow("http://*:5000")]
    [DataRow("http://+:5000")]
    public void Read_AllAddresses_IsOneThatOthersReach(string address)
    {
        var read = ListeningAddresses.Read([address])!;

        Assert.AreEqual(5000, read.Port);
        Assert.IsFalse(read.Host is "" or "::" or "0.0.0.0");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("http://unix:/run/app.sock")]
    public void Read_NoPort_IsNull(string address) => Assert.IsNull(ListeningAddresses.Read([address]));
}
