using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Reads;

/// <summary>Microsoft.FeatureManagement merges the flags of all sources, with ZooKeeper among them. It reads the data of each provider.</summary>
[TestClass]
public sealed class FeatureManagementTests
{
    [TestMethod]
    public async Task IsEnabled_FlagsOfSeveralSources_AreMergedAndFollowChanges()
    {
        await using var tree = await Subtree.CreateAsync(("feature_management.json", Flags("""{ "id": "D", "enabled": true }""")));
        using var first = new MemoryStream(Encoding.UTF8.GetBytes(Flags("""{ "id": "A", "enabled": true }, { "id": "B", "enabled": true }""", isWhole: true)));
        using var second = new MemoryStream(Encoding.UTF8.GetBytes(Flags("""{ "id": "C", "enabled": true }""", isWhole: true)));
        using var configuration = (ConfigurationRoot)new ConfigurationBuilder()
            .AddJsonStream(first)
            .AddJsonStream(second)
            .AddZooKeeper(tree.Options(options => options.MinReloadInterval = TimeSpan.Zero))
            .Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.Configure<ConfigurationFeatureDefinitionProviderOptions>(options => options.CustomConfigurationMergingEnabled = true);
        services.AddFeatureManagement();
        await using var provider = services.BuildServiceProvider();
        var features = provider.GetRequiredService<IFeatureManager>();

        foreach (var name in new[] { "A", "B", "C", "D" })
        {
            Assert.IsTrue(await features.IsEnabledAsync(name), name);
        }

        await tree.SetAsync("feature_management.json", Flags("""{ "id": "D", "enabled": false }, { "id": "A", "enabled": false }, { "id": "E", "enabled": true }"""));

        await Eventually.TrueAsync(async () => await features.IsEnabledAsync("E"));
        Assert.IsFalse(await features.IsEnabledAsync("D"));
        Assert.IsFalse(await features.IsEnabledAsync("A"), "a later source wins");
        Assert.IsTrue(await features.IsEnabledAsync("B"));
        Assert.IsTrue(await features.IsEnabledAsync("C"));
    }

    private static string Flags(string flags, bool isWhole = false) =>
        isWhole ? $$"""{ "feature_management": {{Flags(flags)}} }""" : $$"""{ "feature_flags": [ {{flags}} ] }""";
}
