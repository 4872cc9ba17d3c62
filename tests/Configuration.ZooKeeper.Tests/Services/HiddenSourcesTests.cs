using Configuration.ZooKeeper.Tests.Validation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Configuration.ZooKeeper.Tests.Services;

/// <summary>Sources that the configuration of the application does not show: behind a section of another configuration, or a provider that wraps others.</summary>
[TestClass]
public sealed class HiddenSourcesTests
{
    [TestMethod]
    public async Task Sources_BehindAChainedSection_AreFoundInOrder()
    {
        await using var tree = await Subtree.CreateAsync(("One/Remote/Title", "one"), ("Two/Remote/Title", "two"));
        using var remote = (ConfigurationRoot)new ConfigurationBuilder().AddZooKeeper(At("One")).AddZooKeeper(At("Two")).Build();
        var configuration = new ConfigurationBuilder().AddConfiguration(remote.GetSection("Remote")).Build();

        Assert.AreEqual("two", configuration["Title"]);
        CollectionAssert.AreEqual(
            new[] { tree.PathOf("One"), tree.PathOf("Two") },
            new ZooKeeperConfigurationStatus(configuration).Sources.SelectMany(source => source.Paths).ToArray());
        Assert.HasCount(2, new ZooKeeperConfigurationStatus(remote.GetSection("Remote")).Sources);

        Action<ZooKeeperConfigurationOptions> At(string layer) => tree.Options(options => options.Paths[0] = tree.PathOf(layer));
    }

    [TestMethod]
    public async Task Sources_BehindAProviderThatWrapsOthers_AreFound()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var wrapped = tree.Load();
        var configuration = new ConfigurationRoot([new WrappingProvider(wrapped)]);

        Assert.AreEqual("one", configuration["Title"]);
        CollectionAssert.AreEqual(new[] { tree.Path }, configuration.Status().Paths.ToArray());
    }

    [TestMethod]
    public async Task Sources_BesideAProviderThatThrowsAtAnUnknownKey_AreFound()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var inner = tree.Load();
        var configuration = new ConfigurationRoot([new StrictProvider(), .. inner.Providers]);

        CollectionAssert.AreEqual(new[] { tree.Path }, configuration.Status().Paths.ToArray());
    }

    [TestMethod]
    public async Task Change_InvalidBehindAChainedSection_IsRejected()
    {
        await using var tree = await Subtree.CreateAsync(("Remote/Discount", "1"));
        using var remote = tree.Load();
        var configuration = new ConfigurationBuilder().AddConfiguration(remote.GetSection("Remote")).Build();
        using var host = await ValidatedHost.StartAsync(configuration, Shop.Guard);

        await tree.SetAsync("Remote/Discount", "100");

        Assert.Contains(Shop.DiscountFailure, await host.RejectedAsync());
        Assert.AreEqual("1", configuration["Discount"]);
    }

    private sealed class StrictProvider : ConfigurationProvider
    {
        public override bool TryGet(string key, out string? value) => throw new KeyNotFoundException(key);
    }

    /// <summary>As the providers that resolve placeholders or decrypt values.</summary>
    private sealed class WrappingProvider(IConfigurationRoot wrapped) : IConfigurationProvider
    {
        public bool TryGet(string key, out string? value) => (value = wrapped[key]) is not null;

        public void Set(string key, string? value) => wrapped[key] = value;

        public IChangeToken GetReloadToken() => wrapped.GetReloadToken();

        public void Load()
        {
        }

        public IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) =>
            (parentPath is null ? wrapped : (IConfiguration)wrapped.GetSection(parentPath)).GetChildren().Select(child => child.Key).Concat(earlierKeys);
    }
}
