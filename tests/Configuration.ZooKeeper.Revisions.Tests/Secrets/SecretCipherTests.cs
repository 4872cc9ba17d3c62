using System.Text;

namespace Configuration.ZooKeeper.Revisions.Tests.Secrets;

[TestClass]
public sealed class SecretCipherTests
{
    private static readonly Dictionary<string, byte[]> Keys = new() { ["k1"] = [.. Enumerable.Range(0, 32).Select(i => (byte)i)], ["k2"] = [.. Enumerable.Range(7, 32).Select(i => (byte)i)] };

    private static readonly SecretCipher Cipher = new(Keys.GetValueOrDefault);

    [TestMethod]
    [DataRow("hunter2")]
    [DataRow("")]
    [DataRow("ünïcode 🌙\n\"quoted\"")]
    public void Decrypt_Encrypted_IsTheValue(string text)
    {
        var encrypted = Cipher.Encrypt(text, "k1", "config:shop", "Db/Password");

        Assert.IsTrue(SecretCipher.IsEncrypted(encrypted));
        Assert.AreEqual(text, Cipher.Decrypt(encrypted));
        Assert.AreNotEqual(encrypted, Cipher.Encrypt(text, "k1", "config:shop", "Db/Password"));
        Assert.IsTrue(encrypted.All(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '_' or '-'), encrypted);
    }

    [TestMethod]
    public void Decrypt_AnyCharacterChanged_IsRejected()
    {
        var encrypted = Cipher.Encrypt("hunter2", "k1", "config:shop", "Db/Password");
        var name = encrypted.Split(':')[3];
        foreach (var changed in new[]
        {
            encrypted.Replace(":k1:", ":k2:"), encrypted.Replace(":k1:", ":k3:"), encrypted[..^4] + (encrypted[^4] == 'A' ? 'B' : 'A') + encrypted[^3..],
            encrypted.Replace(name, Cipher.Encrypt("x", "k1", "config:shop", "Other").Split(':')[3]), encrypted[..^30], "enc:v1:k1:x", "enc:v1:k1::" + encrypted.Split(':')[4],
        })
        {
            var error = Assert.ThrowsExactly<InvalidInputException>(() => Cipher.Decrypt(changed), changed);
            Assert.DoesNotContain("hunter2", error.Message);
        }
    }

    [TestMethod]
    public void Rotate_ToANewKey_KeepsPlaceAndValue()
    {
        var encrypted = Cipher.Encrypt("hunter2", "k1", "config:shop", "Db.json", "Db:Password");
        var rotated = Cipher.RotateAll($$"""{ "Password": "{{encrypted}}", "Other": "x" }""", "k2");

        Assert.DoesNotContain(":k1:", rotated);
        var onlyNew = new SecretCipher(id => id == "k2" ? Keys["k2"] : null);
        Assert.AreEqual("hunter2", onlyNew.Decrypt(rotated.Split('"')[3]));
        Assert.AreEqual(encrypted.Split(':')[3], rotated.Split('"')[3].Split(':')[3]);
    }

    [TestMethod]
    public async Task Plan_EncryptedAgain_IsNoChangeWithTheKeys()
    {
        await using var shop = await Shop.OpenAsync();
        string Encrypt(string text, string path, string id = "k1") => Cipher.Encrypt(text, id, shop.Root.Id, path);
        string Document(string text) => $$"""{ "Password": "{{Encrypt(text, "Db.json")}}" }""";
        await shop.ApplyAsync(("Password", Encrypt("hunter2", "Password")), ("Db.json", Document("a")), ("Rotated", Encrypt("r", "Rotated")), ("Moved", Encrypt("m", "Elsewhere")));
        var again = Shop.State(
            ("Password", Encrypt("hunter2", "Password")), ("Db.json", Document("a")), ("Rotated", Encrypt("r", "Rotated", "k2")), ("Moved", Encrypt("m", "Moved")));

        var with = await shop.Root.PlanAsync(again, new PlanOptions { Secrets = Cipher });
        var without = await shop.Root.PlanAsync(again);
        var changed = await shop.Root.PlanAsync(Shop.State(("Db.json", Document("b"))), new PlanOptions { Secrets = Cipher });

        Assert.AreEqual("Set Moved, Set Rotated", string.Join(", ", with.Changes));
        Assert.HasCount(4, without.Changes);
        Assert.AreEqual("Set Db.json", string.Join(", ", changed.Changes));
    }

    [TestMethod]
    public async Task Plan_SameEncryptedText_IsNoChangeWithoutTheKeys()
    {
        await using var shop = await Shop.OpenAsync();
        var encrypted = Cipher.Encrypt("hunter2", "k1", shop.Root.Id, "Password");
        await shop.ApplyAsync(("Password", encrypted));

        var plan = await shop.Root.PlanAsync(Shop.State(("Password", encrypted)), new PlanOptions { Secrets = new SecretCipher(_ => null) });

        Assert.IsTrue(plan.IsEmpty);
    }

    [TestMethod]
    public void Keys_OfAFileAndOfTheEnvironment_AreRead()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, $"# keys\n\n{SecretKeys.NewKey("k1")}\n k2 = {Convert.ToBase64String(Keys["k2"])}\n");
            CollectionAssert.AreEqual(Keys["k2"], SecretKeys.FromFile(file)("k2"));
            Assert.IsNull(SecretKeys.FromFile(file)("k3"));

            File.WriteAllText(file, "k1=dG9vIHNob3J0\n");
            var error = Assert.ThrowsExactly<FormatException>(() => SecretKeys.FromFile(file));
            Assert.DoesNotContain("dG9v", error.Message);

            Environment.SetEnvironmentVariable("REVISIONS_TEST_KEY_k9", Convert.ToBase64String(Keys["k1"]));
            CollectionAssert.AreEqual(Keys["k1"], SecretKeys.FromEnvironment("REVISIONS_TEST_KEY_")("k9"));
        }
        finally
        {
            File.Delete(file);
            Environment.SetEnvironmentVariable("REVISIONS_TEST_KEY_k9", null);
        }
    }

    [TestMethod]
    public void Of_EncryptedValue_IsDecryptedOnlyWhereItBelongs()
    {
        var encrypted = Encoding.UTF8.GetBytes(Cipher.Encrypt("hunter2", "k1", "config:shop", "Db/Password"));
        var options = new KeyOptions { Secrets = Cipher };

        Assert.AreEqual("hunter2", ConfigurationKeys.Changes("Db/Password", null, encrypted, options)[0].NewValue);
        Assert.AreEqual("hunter2", ConfigurationKeys.Changes("Password", null, encrypted, options)[0].NewValue, "a layer below the root");
        Assert.IsEmpty(ConfigurationKeys.Changes("Other", null, encrypted, options));
        Assert.StartsWith("enc:v1:", ConfigurationKeys.Changes("Other", null, encrypted)[0].NewValue!);
    }
}
