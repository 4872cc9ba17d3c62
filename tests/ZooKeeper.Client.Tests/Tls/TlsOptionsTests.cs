using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Tls;

[TestClass]
public sealed class TlsOptionsTests
{
    private static readonly TestAuthority Authority = new("Test CA");
    private static readonly X509Certificate2 Certificate = Authority.IssueClient("CN=shop");
    private static readonly X509Certificate2 OtherCertificate = Authority.IssueClient("CN=other");

    private readonly CertificateFolder _files = new();

    [TestCleanup]
    public void DeleteFiles() => _files.Dispose();

    [TestMethod]
    public void Defaults_AreThoseOfTheDocumentation()
    {
        var tls = new ZooKeeperClientOptions().Tls;
        Assert.IsFalse(tls.Enabled);
        Assert.IsFalse(tls.DangerousAcceptAnyServerCertificate);
        Assert.AreEqual(X509RevocationMode.NoCheck, tls.RevocationMode);
        Assert.AreEqual("Tls12, Tls13", tls.Protocols.ToString());
    }

    [TestMethod]
    public void Start_SetButNotEnabled_Throws()
    {
        Fails("Tls.CaFile is set, but Tls.Enabled is not", tls => (tls.Enabled, tls.CaFile) = (false, "ca.pem"));
        Fails("Tls.TargetHost is set, but Tls.Enabled is not", tls => (tls.Enabled, tls.TargetHost) = (false, "zk1"));
        Fails("Tls.DangerousAcceptAnyServerCertificate is set", tls => (tls.Enabled, tls.DangerousAcceptAnyServerCertificate) = (false, true));
    }

    [TestMethod]
    public async Task Start_EmptyTexts_AreNone()
    {
        var options = new ZooKeeperClientOptions
        {
            ConnectionString = "127.0.0.1",
            Tls = { CaFile = "", ClientCertificateFile = "", ClientKeyFile = "", TargetHost = "" },
        };
        await using var plain = ZooKeeperClient.Start(options);
        options.Tls.Enabled = true;
        await using var secured = ZooKeeperClient.Start(options);
    }

    [TestMethod]
    public async Task ClientCertificate_ProviderBlocks_IsLeftBehind()
    {
        using var go = new ManualResetEventSlim();

        var exception = await FailedConnect.OfAsync(
            SharedServer.ConnectionString, options => (options.Tls.Enabled, options.Tls.ClientCertificateProvider) = (true, Blocking(go, () => { })), TimeSpan.FromMilliseconds(100));

        Assert.Contains("the client certificate was not available in the time that a connection may take", exception.Message);
        go.Set();
    }

    [TestMethod]
    public async Task DisposeAsync_WhileTheCertificateProviderBlocks_IsQuick()
    {
        using var go = new ManualResetEventSlim();
        var asked = new TaskCompletionSource();
        var client = TestClient.Start(
            SharedServer.ConnectionString, options => (options.Tls.Enabled, options.Tls.ClientCertificateProvider) = (true, Blocking(go, () => asked.TrySetResult())));
        await asked.Task.WaitAsync(TestClient.Deadline);

        await client.DisposeAsync().AsTask().WaitAsync(TestClient.Slack);
        go.Set();
    }

    [TestMethod]
    public void Start_CaFileMissing_Throws() => Fails("Tls.CaFile '/no/such/ca.pem' does not exist", tls => tls.CaFile = "/no/such/ca.pem");

    [TestMethod]
    public void Start_CaFileIsAFolder_Throws() => Fails("Tls.CaFile '/' cannot be read", tls => tls.CaFile = "/");

    [TestMethod]
    public void Start_CaFileNotPem_Throws() => Fails("contains no certificate in PEM form", tls => tls.CaFile = _files.Write("ca.pem", "not PEM"));

    [TestMethod]
    public void Start_CaFileDamaged_Throws() => Fails(
        "contains a damaged certificate",
        tls => tls.CaFile = _files.Write("ca.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"));

    [TestMethod]
    public void Start_ClientCertificateMissing_Throws() => Fails(
        "Tls.ClientCertificateFile '/no/such/client.pem' does not exist", tls => tls.ClientCertificateFile = "/no/such/client.pem");

    [TestMethod]
    public void Start_KeyMissing_Throws() => Fails("Tls.ClientKeyFile '/no/such/client.key' does not exist", tls =>
        (tls.ClientCertificateFile, tls.ClientKeyFile) = (_files.Certificate(Certificate), "/no/such/client.key"));

    [TestMethod]
    public void Start_NoKeyInTheFile_Throws() => Fails(
        "client.pem' contains no private key in PEM form", tls => tls.ClientCertificateFile = _files.Certificate(Certificate));

    [TestMethod]
    public void Start_KeyOfAnotherCertificate_Throws() => Fails("does not have the private key of the certificate 'CN=shop'", tls =>
        (tls.ClientCertificateFile, tls.ClientKeyFile) = (_files.Certificate(Certificate), _files.Key(OtherCertificate)));

    [TestMethod]
    public void Start_EncryptedKeyWithoutPassword_Throws() => Fails("Tls.ClientCertificatePassword is not set", tls =>
        (tls.ClientCertificateFile, tls.ClientKeyFile) = (_files.Certificate(Certificate), _files.EncryptedKey(Certificate, "right")));

    [TestMethod]
    public void Start_EncryptedKeyWithWrongPassword_ThrowsAndDoesNotShowIt() => Fails("cannot be read with Tls.ClientCertificatePassword", tls =>
        (tls.ClientCertificateFile, tls.ClientKeyFile, tls.ClientCertificatePassword) =
        (_files.Certificate(Certificate), _files.EncryptedKey(Certificate, "right"), "hidden"));

    [TestMethod]
    public void Start_PfxWithWrongPassword_ThrowsAndDoesNotShowIt() => Fails("nor a PKCS#12 file that Tls.ClientCertificatePassword opens", tls =>
        (tls.ClientCertificateFile, tls.ClientCertificatePassword) = (_files.Pfx(Certificate, "right"), "hidden"));

    [TestMethod]
    public void Start_PfxWithoutKey_Throws() => Fails("has no private key", tls => tls.ClientCertificateFile = _files.Pfx(Authority.Certificate, null));

    [TestMethod]
    public void Start_PfxAndKeyFile_Throws() => Fails("Tls.ClientKeyFile is set", tls =>
        (tls.ClientCertificateFile, tls.ClientKeyFile) = (_files.Pfx(Certificate, null), _files.Key(Certificate)));

    [TestMethod]
    public void Start_KeyFileAlone_Throws() => Fails("Tls.ClientKeyFile is set, but Tls.ClientCertificateFile is not", tls => tls.ClientKeyFile = "client.key");

    [TestMethod]
    public void Start_FileAndProvider_Throws() => Fails("Tls.ClientCertificateProvider and Tls.ClientCertificateFile", tls =>
        (tls.ClientCertificateFile, tls.ClientCertificateProvider) = (_files.Bundle(Certificate), () => Certificate));

    [TestMethod]
    public void Start_ProviderWithoutKey_Throws() => Fails("without its private key", tls => tls.ClientCertificateProvider = () => Authority.Certificate);

    [TestMethod]
    public void Start_ProviderThrows_ThrowsItsType() => Fails(
        "Tls.ClientCertificateProvider threw System.InvalidOperationException",
        tls => tls.ClientCertificateProvider = () => throw new InvalidOperationException("hidden"));

    [TestMethod]
    [DataRow(SslProtocols.None)]
    [DataRow((SslProtocols)768)] // 1.1
    [DataRow((SslProtocols)(768 | 12288))] // 1.1 and 1.3
    public void Start_OldProtocol_Throws(SslProtocols protocols) => Fails("Tls.Protocols is", tls => tls.Protocols = protocols);

    [TestMethod]
    public void Start_TargetHostWithPort_Throws() => Fails("Tls.TargetHost 'zk1:2181'", tls => tls.TargetHost = "zk1:2181");

    // The first call is that of Start.
    private static Func<X509Certificate2> Blocking(ManualResetEventSlim go, Action onAsked)
    {
        var calls = 0;
        return () =>
        {
            if (Interlocked.Increment(ref calls) > 1)
            {
                onAsked();
                go.Wait();
            }

            return Certificate;
        };
    }

    private static void Fails(string reason, Action<ZooKeeperTlsOptions> breakIt)
    {
        var options = new ZooKeeperClientOptions { ConnectionString = "zk", Tls = { Enabled = true } };
        breakIt(options.Tls);
        var exception = Assert.ThrowsExactly<ArgumentException>(() => ZooKeeperClient.Start(options));
        Assert.Contains(reason, exception.Message);
        Assert.DoesNotContain("hidden", exception.Message);
    }
}
