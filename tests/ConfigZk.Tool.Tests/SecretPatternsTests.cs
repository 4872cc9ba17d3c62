using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Output;

namespace ConfigZk.Tool.Tests;

/// <summary>Which names are those of secrets, and which texts contain one.</summary>
[TestClass]
public sealed class SecretPatternsTests
{
    private static readonly SecretPatterns Usual = new(new Profile().Secrets);

    [TestMethod]
    [DataRow("Password")]
    [DataRow("DB_PASSWORD")]
    [DataRow("api-key")]
    [DataRow("API_KEY")]
    [DataRow("aws.access-key")]
    [DataRow("private_key")]
    [DataRow("connection.string")]
    [DataRow("pwd")]
    [DataRow("passphrase")]
    public void Matches_UsualSpellings_AreSecrets(string name) => Assert.IsTrue(Usual.Matches(name));

    [TestMethod]
    [DataRow("Title")]
    [DataRow("keyboard")]
    [DataRow("Timeout")]
    public void Matches_OtherNames_AreNone(string name) => Assert.IsFalse(Usual.Matches(name));

    [TestMethod]
    [DataRow("Server=db;User=sa;Password=hunter2")]
    [DataRow("Server=db;Pwd = hunter2")]
    [DataRow("https://example.com/hook?token=hunter2")]
    [DataRow("amqp://guest:hunter2@rabbit:5672/shop")]
    [DataRow("Redis at redis://:hunter2@cache")]
    [DataRow("AccountName=shop;AccountKey=hunter2==")]
    [DataRow("{ \"password\" : \"hunter2\" }")]
    [DataRow("<password>hunter2</password>")]
    [DataRow("<add key=\"DbPassword\" value=\"hunter2\"/>")]
    [DataRow("""[{"path":"Db/Password","old":"hunter2"}]""")]
    [DataRow("""{"name":"Password","value":"hunter2"}""")]
    [DataRow("password: hunter2")]
    [DataRow("Title: a\npassword: |\n  hunter2\n")]
    [DataRow("ConnectionStrings:\n  Shop: hunter2\n")]
    [DataRow("db.password hunter2\ndb.port 1\n")]
    [DataRow("[passwords]\nshop = \"hunter2\"\n")]
    [DataRow("title = 1\r# api_key: hunter2\r")]
    [DataRow("-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----")]
    public void Contains_NameOfASecretWithAValue_IsTrue(string text) => Assert.IsTrue(Usual.Contains(text));

    [TestMethod]
    [DataRow("")]
    [DataRow("Corner shop")]
    [DataRow("Forgot your password?")]
    [DataRow("Server=db;Database=shop")]
    [DataRow("https://example.com:8080/@shop:1?mail=a:b@example.com")]
    [DataRow("ssh://git@example.com:22/shop")]
    [DataRow("http://a:1 b@c")]
    [DataRow("token-bucket")]
    [DataRow("layout=keyboard;passthrough=yes;author: x")]
    [DataRow("Title: a\nPort: 1\n")]
    [DataRow("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----")]
    public void Contains_NoNameOfASecret_IsFalse(string text) => Assert.IsFalse(Usual.Contains(text));

    [TestMethod]
    public void Contains_PatternOfAWholeName_MatchesPartsBetweenDots()
    {
        var pins = new SecretPatterns(["pin"]);

        Assert.IsTrue(pins.Contains("card.pin=1234"));
        Assert.IsFalse(pins.Contains("shipping=1234"));
    }
}
