using Configuration.ZooKeeper.Secrets;
using Microsoft.Extensions.Configuration;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Revisions;

/// <summary>Encrypted values are decrypted where they belong, and reject the reload anywhere else.</summary>
[TestClass]
public sealed class EncryptedValueTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] OtherKey = [.. Enumerable.Range(9, 32).Select(i => (byte)i)];

    [TestMethod]
    public async Task Load_EncryptedValues_AreDecrypted()
    {
        await using var tree = await Subtree.CreateAsync(
            ("Db/Password", Encrypt("hunter2", "Db/Password")),
            ("Mail.json", $$"""{ "User": "shop", "Password": "{{Encrypt("hunter3", "Mail.json", "Password")}}" }"""));
        using var configuration = tree.Load(options => options.SecretKey = KeyOf);

        Assert.AreEqual("hunter2 shop hunter3", $"{configuration["Db:Password"]} {configuration["Mail:User"]} {configuration["Mail:Password"]}");
    }

    [TestMethod]
    public async Task Load_LayerBelowTheManagedRoot_IsDecrypted()
    {
        await using var tree = await Subtree.CreateAsync(("shop/Db/Password", Encrypt("hunter2", "shop/Db/Password")));
        using var configuration = new ConfigurationBuilder().AddZooKeeper(options =>
        {
            options.ConnectionString = SharedServer.ConnectionString;
            options.Paths.Add(tree.PathOf("shop"));
            options.SecretKey = KeyOf;
            options.SecretRoot = "config:shop";
        }).Build() as ConfigurationRoot;

        Assert.AreEqual("hunter2", configuration!["Db:Password"]);
    }

    [TestMethod]
    public async Task Set_EncryptedAgain_DecryptsTheNewValue()
    {
        await using var tree = await Subtree.CreateAsync(("Password", Encrypt("a", "Password")));
        using var configuration = tree.Load(options => options.SecretKey = KeyOf);
        using var reloads = new Reloads(configuration);

        await tree.SetAsync("Password", Encrypt("a", "Password"));
        await tree.SetAsync("Password", Encrypt("b", "Password"));

        await Eventually.TrueAsync(() => reloads.Count > 0);
        Assert.AreEqual(("b", 1), (configuration["Password"], reloads.Count));
    }

    [TestMethod]
    [DataRow("moved", "is encrypted for another place")]
    [DataRow("other root", "is encrypted for another place")]
    [DataRow("other key", "cannot be decrypted")]
    [DataRow("missing key", "is encrypted with the key 'k9'")]
    [DataRow("damaged", "cannot be decrypted")]
    [DataRow("no parts", "is damaged")]
    public async Task Set_ValueThatCannotBeDecrypted_IsRejectedWithoutQuotingIt(string fault, string reason)
    {
        await using var tree = await Subtree.CreateAsync(("Password", Encrypt("hunter2", "Password")), ("Title", "one"));
        using var configuration = tree.Load(options => (options.SecretKey, options.SecretRoot) = (KeyOf, "config:shop"));
        var bad = fault switch
        {
            "moved" => Encrypt("hunter3", "Other"),
            "other root" => EncryptedText.Encrypt("hunter3", new SecretName("config:test", "Password"), "k1", Key).ToString(),
            "other key" => EncryptedText.Encrypt("hunter3", new SecretName("config:shop", "Password"), "k1", OtherKey).ToString(),
            "missing key" => EncryptedText.Encrypt("hunter3", new SecretName("config:shop", "Password"), "k9", Key).ToString(),
            "damaged" => Encrypt("hunter3", "Password")[..^4] + "AAAA",
            _ => "enc:v1:hunter3",
        };

        await tree.SetAsync("Password", bad);
        await Eventually.TrueAsync(() => configuration.Status().RejectedReload is not null);

        Assert.AreEqual("hunter2", configuration["Password"]);
        Assert.Contains(reason, configuration.Status().RejectedReload!.Reason);
        Assert.DoesNotContain("hunter3", configuration.Status().RejectedReload!.ToString());
        Assert.DoesNotContain(bad, configuration.Status().RejectedReload!.ToString());
    }

    [TestMethod]
    public async Task Load_EncryptedValueWithoutKeys_Fails()
    {
        await using var tree = await Subtree.CreateAsync(("Password", Encrypt("hunter2", "Password")));

        var error = Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => tree.Load());

        Assert.Contains("SecretKey", error.Message);
    }

    [TestMethod]
    public async Task Load_SecretKeyThrows_FailsWithoutQuotingTheException()
    {
        await using var tree = await Subtree.CreateAsync(("Password", Encrypt("hunter2", "Password")));

        var error = Assert.ThrowsExactly<ZooKeeperConfigurationException>(
            () => tree.Load(options => options.SecretKey = _ => throw new InvalidOperationException("hunter3")));

        Assert.Contains("SecretKey threw System.InvalidOperationException for the key 'k1'", error.Message);
        Assert.DoesNotContain("hunter", error.ToString());
    }

    [TestMethod]
    public async Task Set_SecretKeyBeginsToThrow_IsRejected()
    {
        await using var tree = await Subtree.CreateAsync(("Password", Encrypt("a", "Password")), ("Title", "one"));
        var isAway = false;
        using var configuration = tree.Load(options => options.SecretKey = id => isAway ? throw new InvalidOperationException("hunter2") : KeyOf(id));

        isAway = true;
        await tree.SetAsync("Password", Encrypt("b", "Password"));
        await Eventually.TrueAsync(() => configuration.Status().RejectedReload?.Cause == ZooKeeperRejectionCause.Malformed);
        configuration.Reload();
        Assert.AreEqual("a", configuration["Password"]);

        isAway = false;
        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["Password"] == "b");
    }

    [TestMethod]
    public async Task Delete_DocumentWithASecretWhileTheKeyIsAway_TakesEffect()
    {
        await using var tree = await Subtree.CreateAsync(
            ("Password", Encrypt("a", "Password")), ("Mail.json", $$"""{ "Password": "{{Encrypt("b", "Mail.json", "Password")}}" }"""));
        var isAway = false;
        using var configuration = tree.Load(options => options.SecretKey = id => isAway ? throw new InvalidOperationException() : KeyOf(id));

        isAway = true;
        await tree.DeleteAsync("Mail.json");
        await Eventually.TrueAsync(() => configuration["Mail:Password"] is null || configuration.Status().RejectedReload is not null);

        Assert.IsNull(configuration.Status().RejectedReload);
        Assert.AreEqual("a", configuration["Password"]);
    }

    private static byte[]? KeyOf(string id) => id == "k1" ? Key : null;

    private static string Encrypt(string text, string path, string key = "") =>
        EncryptedText.Encrypt(text, new SecretName("config:shop", path, key), "k1", Key).ToString();
}
