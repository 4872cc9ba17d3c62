using System.Net;
using ZooKeeper.ServiceDiscovery.Registration;

namespace ZooKeeper.ServiceDiscovery.Tests.Registration;

[TestClass]
public sealed class LocalAddressTests
{
    [TestMethod]
    [DataRow("10.0.0.7", "10.0.0.7")]
    [DataRow("2001:db8::7 10.0.0.7 10.0.0.8", "10.0.0.7")]
    [DataRow("fe80::1%2 fd00::7 2001:db8::7", "fd00::7")]
    [DataRow("fe80::1%2", null)]
    [DataRow("", null)]
    public void Choose_OfAddresses_IsIPv4OrElseIPv6ThatIsNotOfOneLink(string addresses, string? expected) =>
        Assert.AreEqual(expected, LocalAddress.Choose([.. addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)])?.ToString());
}
