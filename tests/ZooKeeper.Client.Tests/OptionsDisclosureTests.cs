using System.Text.Json;

namespace ZooKeeper.Client.Tests;

/// <summary>Options that are written somewhere, such as into a dump, tell no secret.</summary>
[TestClass]
public sealed class OptionsDisclosureTests
{
    private const string Secret = "hidden-password";

    private static readonly ZooKeeperClientOptions Options = new()
    {
        ConnectionString = "zk1:2181",
        DigestIdentities = { new DigestIdentity("shop", Secret) },
        Sasl = { UserName = "shop", Password = Secret },
        Tls = { Enabled = true, ClientCertificateFile = "client.pfx", ClientCertificatePassword = Secret },
    };

    public static IEnumerable<object[]> Objects =>
        [[Options], [Options.Sasl], [Options.Tls], [Options.DigestIdentities], [new SaslCredentials("shop", Secret)], [Acl.Digest(Permissions.All, "shop", Secret)]];

    [TestMethod]
    [DynamicData(nameof(Objects))]
    public void Object_AsJsonOrText_HasNoSecret(object written)
    {
        var json = JsonSerializer.Serialize(written, written.GetType());
        Assert.Contains(written is ZooKeeperTlsOptions ? "client.pfx" : "shop", json);
        Assert.DoesNotContain(Secret, json);
        Assert.DoesNotContain(Secret, $"{written}");
    }
}
