using Configuration.ZooKeeper;
using Configuration.ZooKeeper.Revisions;
using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;
using ZooKeeper.DevServer;

namespace Documentation.Tests;

/// <summary>The examples in docs/revisions.md and in the readme of <c>Configuration.ZooKeeper.Revisions</c>.</summary>
[TestClass]
[DoNotParallelize] // changes the current directory, which other tests take as their content root
public sealed class RevisionsSnippets
{
    [TestMethod]
    public async Task Apply_FileOfTheExample_IsTheFirstRevision()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(zookeeper.ConnectionString);
        var before = Environment.CurrentDirectory;
        var folder = Directory.CreateTempSubdirectory("revisions-snippet-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "shop.yaml"), "Db:\n  Timeout: 30\n");
            Environment.CurrentDirectory = folder.FullName;
            await ApplyAsync(client, CancellationToken.None);
        }
        finally
        {
            Environment.CurrentDirectory = before;
            folder.Delete(recursive: true);
        }

        Assert.AreEqual("30", System.Text.Encoding.UTF8.GetString((await client.GetDataAsync("/config/shop/Db/Timeout")).Data!));
    }

    private static async Task ApplyAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        // <snippet apply>
        await using var root = await ManagedRoot.OpenAsync(client, "/config/shop", cancellationToken: cancellationToken);

        var desired = await StateFile.LoadAsync("shop.yaml", cancellationToken: cancellationToken);
        var plan = await root.PlanAsync(desired, new PlanOptions { Prune = true }, cancellationToken);
        foreach (var change in plan.Changes)
        {
            Console.WriteLine(change); // Set Db/Timeout
        }

        var revision = await root.ApplyAsync(plan, "Night prices", cancellationToken: cancellationToken);
        // </snippet>
        Assert.AreEqual(1, revision.Number);
    }

    // Nobody has these servers and keys: what the documents show is compiled.
    internal static async Task UseAsync(CancellationToken cancellationToken)
    {
        // <snippet readme>
        await using var client = await ZooKeeperClient.ConnectAsync("zk1:2181,zk2:2181,zk3:2181", cancellationToken);
        await using var root = await ManagedRoot.OpenAsync(client, "/config/shop", cancellationToken: cancellationToken);

        var desired = await StateFile.LoadAsync("shop.yaml", cancellationToken: cancellationToken);
        var plan = await root.PlanAsync(desired, new PlanOptions { Prune = true }, cancellationToken);
        var revision = await root.ApplyAsync(plan, "Night prices", cancellationToken: cancellationToken);
        // </snippet>
        Console.WriteLine(revision);
    }

    internal static string Encrypt(ManagedRoot root)
    {
        // <snippet encrypt>
        var cipher = new SecretCipher(SecretKeys.FromFile("/etc/configzk/keys"));
        var password = cipher.Encrypt("hunter2", "2026", root.Id, "Db/Password");
        // </snippet>
        return password;
    }

    internal static void Decrypt(IConfigurationBuilder configuration, string connectionString)
    {
        // <snippet decrypt>
        configuration.AddZooKeeper(options =>
        {
            options.ConnectionString = connectionString;
            options.Paths.Add("/config/shop");
            options.SecretKey = ZooKeeperSecretKeys.FromFile("/etc/configzk/keys");
            options.SecretRoot = "config:shop";
        });
        // </snippet>
    }

    internal static void Require(IConfigurationBuilder configuration, string connectionString)
    {
        // <snippet require>
        configuration.AddZooKeeper(options =>
        {
            options.ConnectionString = connectionString;
            options.Paths.Add("/config/shop");
            options.RequireManagedRoot = true;
        });
        // </snippet>
    }
}
