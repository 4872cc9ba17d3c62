using System.Net;
using Microsoft.AspNetCore.Http;

namespace WebApp.Tests;

/// <summary>Whose connection it is: what cannot be staged with one machine's addresses.</summary>
[TestClass]
public sealed class WriteProtectionTests
{
    [TestMethod]
    [DataRow("127.0.0.1", true)]
    [DataRow("127.1.2.3", true)]
    [DataRow("::1", true)]
    [DataRow("::ffff:127.0.0.1", true)]
    [DataRow("::ffff:127.1.2.3", true)]
    [DataRow("192.0.2.1", false)]
    [DataRow("10.0.0.1", false)]
    [DataRow("128.0.0.1", false)]
    [DataRow("::ffff:192.0.2.1", false)]
    [DataRow("::", false)]
    [DataRow("fe80::1", false)]
    [DataRow("2001:db8::1", false)]
    [DataRow(null, false)]
    public void WhyRefused_Peer_MustBeLoopback(string? peer, bool mayWrite)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = peer is null ? null : IPAddress.Parse(peer);
        context.Request.Scheme = "http";
        context.Request.Host = new HostString("localhost", 5000);

        var reason = WriteProtection.WhyRefused(context);

        Assert.AreEqual(mayWrite, reason is null, reason);
        Assert.IsTrue(mayWrite || reason!.Contains("Only the machine that the shop runs on", StringComparison.Ordinal), reason);
    }
}
