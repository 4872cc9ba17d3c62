using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Mapping;

/// <summary>Data that makes no key, and a source without keys, are reported.</summary>
[TestClass]
public sealed class SilentLoadTests
{
    private const int UnusedRootEvent = 2011;
    private const int NoKeysEvent = 2012;

    private readonly RecordingLogging _log = new();

    [TestMethod]
    public async Task Load_DataOfThePathItself_WarnsOnceWhileItIsThere()
    {
        await using var tree = await Subtree.CreateAsync();
        await tree.Client.SetDataAsync(tree.Path, """{ "Shop": { "Title": "se-cret" } }"""u8.ToArray());
        using var configuration = Load(tree);

        Assert.AreEqual(LogLevel.Warning, _log.Of(UnusedRootEvent).Single().Level);
        Assert.Contains($"The data of the znode '{tree.Path}' makes no key", _log.Of(UnusedRootEvent).Single().Text);
        Assert.Contains(tree.Path, _log.Of(NoKeysEvent).Single().Text);

        await tree.Client.SetDataAsync(tree.Path, "other se-cret"u8.ToArray());
        await tree.SetAsync("Title", "Shop");
        await Eventually.TrueAsync(() => configuration["Title"] == "Shop");
        Assert.HasCount(1, _log.Of(UnusedRootEvent));
        Assert.DoesNotContain("cret", string.Join('\n', _log.Lines));

        await tree.DeleteAsync("Title");
        await Eventually.TrueAsync(() => _log.Of(NoKeysEvent).Count() == 2);
    }

    [TestMethod]
    public async Task Load_PathWithoutDataAndWithKeys_IsSilent()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "Shop"));
        await tree.Client.SetDataAsync(tree.Path, []);
        using var configuration = Load(tree);

        Assert.IsEmpty(_log.Of(UnusedRootEvent).Concat(_log.Of(NoKeysEvent)).ToArray());
    }

    [TestMethod]
    public async Task Load_PathBelowAnotherLayer_IsAKeyThere()
    {
        await using var tree = await Subtree.CreateAsync(("shop", "a value"));
        using var configuration = Load(tree, options => options.Paths.Add(tree.PathOf("shop")));

        Assert.AreEqual("a value", configuration["shop"]);
        Assert.IsEmpty(_log.Of(UnusedRootEvent).ToArray());
    }

    [TestMethod]
    public async Task SelectDocument_WithoutAnEnding_IsParsedByTheChosenParser()
    {
        await using var tree = await Subtree.CreateAsync(("topics/orders", """{ "Partitions": 3 }"""), ("topics/x.json", "{"), ("other", "{}"), ("y.json", "{\"a\":1}"));
        await tree.Client.SetDataAsync(tree.Path, """{ "Shop": { "Title": "x" } }"""u8.ToArray());
        using var configuration = Load(tree, options => options.SelectDocument = path => path switch
        {
            "" => ".json",
            "topics/x.json" => "",
            _ => path.StartsWith("topics/", StringComparison.Ordinal) ? ".JSON" : null,
        });

        Assert.AreEqual("x", configuration["Shop:Title"]);
        Assert.AreEqual("3", configuration["topics:orders:Partitions"]);
        Assert.AreEqual("{", configuration["topics:x.json"]);
        Assert.AreEqual("{}", configuration["other"]);
        Assert.AreEqual("1", configuration["y:a"]);
        Assert.IsEmpty(_log.Of(UnusedRootEvent).ToArray());
    }

    [TestMethod]
    public async Task SelectDocument_UnknownEndingOrThrows_FailsAndSaysWhy()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));

        var unknown = Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => Load(tree, options => options.SelectDocument = _ => ".se-cret"));
        var thrown = Assert.ThrowsExactly<ZooKeeperConfigurationException>(
            () => Load(tree, options => options.SelectDocument = _ => throw new InvalidOperationException("se-cret")));

        Assert.Contains("has no parser: SelectDocument returned an ending that Documents does not contain", unknown.Message);
        Assert.Contains("has no parser: SelectDocument threw System.InvalidOperationException", thrown.Message);
        Assert.DoesNotContain("se-cret", unknown.ToString() + thrown);
    }

    [TestMethod]
    public async Task IgnoreFolderData_ZnodeWithChildren_IsNoValueWhileItHasThem()
    {
        await using var tree = await Subtree.CreateAsync(("Hosts", "10.1.1.1"), ("Hosts/0", "a"), ("Title", "Shop"));
        await tree.Client.SetDataAsync(tree.Path, "10.1.1.1"u8.ToArray());
        using var configuration = Load(tree, options => options.IgnoreFolderData = true);

        Assert.IsNull(configuration["Hosts"]);
        CollectionAssert.AreEqual(new[] { "a" }, configuration.Get<Lists>()!.Hosts);
        Assert.AreEqual("Shop", configuration["Title"]);
        Assert.IsEmpty(_log.Of(UnusedRootEvent).ToArray());

        await tree.DeleteAsync("Hosts/0");
        await Eventually.TrueAsync(() => configuration["Hosts"] == "10.1.1.1");
        await tree.SetAsync("Hosts/1", "b");
        await Eventually.TrueAsync(() => configuration["Hosts"] is null && configuration["Hosts:1"] == "b");
    }

    [TestMethod]
    public async Task IgnoreFolderData_DocumentWithChildren_IsReadAnyway()
    {
        await using var tree = await Subtree.CreateAsync(("Db.json", """{ "Timeout": 30 }"""), ("Db.json/Below", "1"));
        using var configuration = Load(tree, options => options.IgnoreFolderData = true);

        Assert.AreEqual("30", configuration["Db:Timeout"]);
        Assert.AreEqual("1", configuration["Db.json:Below"]);
    }

    [TestMethod]
    [DataRow("abc\n", "abc\n", "abc")]
    [DataRow("abc\r\n", "abc\r\n", "abc")]
    [DataRow("abc\n\n", "abc\n\n", "abc\n")]
    [DataRow("\n", "\n", "")]
    [DataRow(" abc ", " abc ", " abc ")]
    [DataRow("abc\r", "abc\r", "abc\r")]
    public async Task TrimLineEnd_OfAValue_RemovesOne(string value, string asIs, string trimmed)
    {
        await using var tree = await Subtree.CreateAsync(("Token", value));
        using var one = Load(tree);
        using var other = Load(tree, options => options.TrimLineEnd = true);

        Assert.AreEqual(asIs, one["Token"]);
        Assert.AreEqual(trimmed, other["Token"]);
    }

    private ConfigurationRoot Load(Subtree tree, Action<ZooKeeperConfigurationOptions>? configure = null) => tree.Load(options =>
    {
        options.Connection.LoggerFactory = _log;
        configure?.Invoke(options);
    });

    private sealed record Lists(string[] Hosts);
}
