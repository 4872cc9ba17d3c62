namespace ZooKeeper.Client.Tests.Sasl;

[TestClass]
public sealed class SaslOptionsTests
{
    [TestMethod]
    public void Defaults_AreNoSasl() => Assert.IsFalse(new ZooKeeperClientOptions().Sasl.IsEnabled);

    [TestMethod]
    public void Start_UserNameAlone_Throws() => Fails("Sasl.UserName is set, but Sasl.Password is not", sasl => sasl.UserName = "shop");

    [TestMethod]
    public void Start_PasswordAlone_Throws() => Fails("Sasl.Password is set, but Sasl.UserName is not", sasl => sasl.Password = "hidden");

    [TestMethod]
    public void Start_ProviderAndUserName_Throws() => Fails("Sasl.CredentialsProvider and Sasl.UserName are both set", sasl =>
        (sasl.UserName, sasl.Password, sasl.CredentialsProvider) = ("shop", "hidden", _ => new(new SaslCredentials("shop", "hidden"))));

    [TestMethod]
    public void Start_ProviderAndPassword_Throws() => Fails("Sasl.CredentialsProvider and Sasl.Password are both set", sasl =>
        (sasl.Password, sasl.CredentialsProvider) = ("hidden", _ => new(new SaslCredentials("shop", "hidden"))));

    [TestMethod]
    public void Start_DigestMd5WithoutUser_Throws() =>
        Fails("Sasl.Mechanism is DigestMd5, but Sasl.UserName is not set", sasl => sasl.Mechanism = SaslMechanism.DigestMd5);

    [TestMethod]
    public void Start_UnknownMechanism_Throws() => Fails("Sasl.Mechanism is 7", sasl => sasl.Mechanism = (SaslMechanism)7);

    [TestMethod]
    public void Start_NamesOfGssapiWithoutIt_Throw()
    {
        Fails("Sasl.ServiceName is set, but Sasl.Mechanism is not Gssapi", sasl => sasl.ServiceName = "other");
        Fails("Sasl.TargetHost is set, but Sasl.Mechanism is not Gssapi", sasl => sasl.TargetHost = "zk1");
    }

    [TestMethod]
    public void Start_NamesOfGssapiThatAreNone_Throw()
    {
        Fails("Sasl.ServiceName is empty", sasl => (sasl.Mechanism, sasl.ServiceName) = (SaslMechanism.Gssapi, ""));
        Fails("Sasl.TargetHost 'zk1:2181' is not a host name", sasl => (sasl.Mechanism, sasl.TargetHost) = (SaslMechanism.Gssapi, "zk1:2181"));
    }

    [TestMethod]
    public async Task Start_EmptyTexts_AreNone()
    {
        await using var client = TestClient.Start("127.0.0.1", options => (options.Sasl.UserName, options.Sasl.Password) = ("", ""));
    }

    [TestMethod]
    public void ToString_ShowsNoPassword()
    {
        Assert.AreEqual("sasl:shop", new SaslCredentials("shop", "hidden").ToString());
        var options = new ZooKeeperClientOptions { Sasl = { UserName = "shop", Password = "hidden" } };
        Assert.DoesNotContain("hidden", $"{options}{options.Sasl}");
    }

    [TestMethod]
    public void SaslCredentials_WithoutNameOrPassword_Throw()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new SaslCredentials("", "hidden"));
        Assert.ThrowsExactly<ArgumentNullException>(() => new SaslCredentials("shop", null!));
    }

    private static void Fails(string reason, Action<ZooKeeperSaslOptions> breakIt)
    {
        var options = new ZooKeeperClientOptions { ConnectionString = "zk" };
        breakIt(options.Sasl);
        var exception = Assert.ThrowsExactly<ArgumentException>(() => ZooKeeperClient.Start(options));
        Assert.Contains(reason, exception.Message);
        Assert.DoesNotContain("hidden", exception.Message);
    }
}
