using Microsoft.Extensions.Configuration;
using ZooKeeper.DevServer;

namespace Documentation.Tests;

/// <summary>The documents' examples of znodes that are documents themselves.</summary>
[TestClass]
public sealed class DocumentsSnippets
{
    [TestMethod]
    public async Task AddZooKeeper_FormatOfTheApplication_IsRead()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions
        {
            Znodes = { ["/config/shop/Db.yaml"] = "Timeout: 30", ["/config/shop/images/logo"] = "�" },
        });
        var connectionString = zookeeper.ConnectionString;
        using var configuration = new ConfigurationManager();

        // <snippet documents>
        configuration.AddZooKeeper(options =>
        {
            options.ConnectionString = connectionString;
            options.Paths.Add("/config/shop");
            options.Documents.Add(".yaml", YamlKeys.Read); // from a stream to keys and values
            options.MapKey = path => path.StartsWith("images/", StringComparison.Ordinal) ? null : path;
        });
        // </snippet>

        Assert.AreEqual("30", configuration["Db:Timeout"]);
        Assert.IsNull(configuration["images:logo"]);
    }

    private static class YamlKeys
    {
        public static IEnumerable<KeyValuePair<string, string?>> Read(Stream stream)
        {
            using var reader = new StreamReader(stream);
            return [.. reader.ReadToEnd().Split('\n').Select(line => line.Split(": ")).Select(parts => KeyValuePair.Create(parts[0], (string?)parts[1]))];
        }
    }
}
