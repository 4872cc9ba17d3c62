using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Services;

/// <summary>A wrong chroot must be visible: every message has the full path.</summary>
[TestClass]
public sealed class ChrootMessageTests
{
    [TestMethod]
    [DataRow("/fp", "/nope/fp")]
    [DataRow("/", "/nope")]
    public void Load_ChrootDoesNotExist_IsShown(string path, string shown)
    {
        var error = Assert.ThrowsExactly<ZooKeeperConfigurationException>(
            () => new ConfigurationBuilder().AddZooKeeper($"{SharedServer.ConnectionString}/nope", path).Build());
        Assert.StartsWith($"Cannot load the configuration at '{shown}' from ZooKeeper: the znode does not exist", error.Message);
    }

    [TestMethod]
    public async Task Reload_BehindAChroot_LogStatusAndHealthHaveTheFullPath()
    {
        using var log = new RecordingLogging();
        await using var tree = await Subtree.CreateAsync(("fp/Title", "one"), ("fp/Vault", "two"));
        using var configuration = (ConfigurationRoot)new ConfigurationBuilder().AddZooKeeper(options =>
        {
            options.ConnectionString = SharedServer.ConnectionString + tree.Path;
            options.Paths.Add("/fp");
            options.Connection.LoggerFactory = log;
        }).Build();
        await tree.Client.SetAclAsync(tree.PathOf("fp/Vault"), [Acl.Digest(Permissions.All, "shop", "s3cret")]);
        await tree.SetAsync("fp/title", "collides");
        await tree.SetAsync("fp/Vault2", "x");
        await Eventually.TrueAsync(() => configuration["Vault2"] == "x");
        await tree.SetAsync("fp/Title", [0xFF]);
        await Eventually.TrueAsync(() => log.Of(2002).Any()); // logged after the status has it

        var rejected = configuration.Status().RejectedReload!;
        CollectionAssert.Contains(rejected.ChangedPaths.ToArray(), "/fp/Title");
        Assert.Contains($"The data of znode '{tree.PathOf("fp/Title")}' is not UTF-8 text", rejected.Reason);
        Assert.Contains($"): {tree.PathOf("fp/Title")}", rejected.ToString());
        Assert.Contains($"Loaded {tree.PathOf("fp")} at", log.Of(2000).First().Text);
        Assert.Contains(tree.PathOf("fp/Title"), log.Of(2004).Single().Text);
        Assert.Contains($"Rejected a reload of {tree.PathOf("fp")}.", log.Of(2002).Single().Text);

        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging();
        services.AddHealthChecks().AddZooKeeperConfiguration();
        await using var provider = services.BuildServiceProvider();
        var health = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.StartsWith($"{tree.PathOf("fp")}: rejected", health.Entries.Single().Value.Description!);
    }
}
