using System.Reflection;
using Configuration.ZooKeeper;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Packages.Tests;

/// <summary>What the packages offer is written down in <c>src/*/PublicApi.txt</c>, so that no change of it goes unnoticed.</summary>
[TestClass]
public sealed class PublicApiTests
{
    private const string Switch = "UPDATE_PUBLIC_API";

    private static readonly Dictionary<string, Assembly> Libraries = new()
    {
        ["Configuration.ZooKeeper"] = typeof(ZooKeeperConfigurationSource).Assembly,
        ["ZooKeeper.Client"] = typeof(ZooKeeperClient).Assembly,
        ["ZooKeeper.DevServer"] = typeof(ZooKeeperDevServer).Assembly,
    };

    [TestMethod]
    [DataRow("Configuration.ZooKeeper")]
    [DataRow("ZooKeeper.Client")]
    [DataRow("ZooKeeper.DevServer")]
    public async Task Library_PublicSurface_IsThatOfItsFile(string name)
    {
        var file = Path.Combine(Repository.Root, "src", name, "PublicApi.txt");
        var actual = PublicSurface.Of(Libraries[name]);
        if (Environment.GetEnvironmentVariable(Switch) == "1")
        {
            await File.WriteAllLinesAsync(file, actual);
        }

        var written = File.Exists(file) ? await File.ReadAllLinesAsync(file) : [];
        if (!written.SequenceEqual(actual))
        {
            var differences = written.Except(actual).Select(line => $"- {line}").Concat(actual.Except(written).Select(line => $"+ {line}"));
            Assert.Fail($"""
                The public surface of {name} is not that of src/{name}/PublicApi.txt:
                {string.Join(Environment.NewLine, differences.DefaultIfEmpty("(the same lines in another order, or at other types)"))}
                If it is meant, write the files anew: {Switch}=1 dotnet test tests/Packages.Tests --filter FullyQualifiedName~PublicApi
                """);
        }
    }
}
