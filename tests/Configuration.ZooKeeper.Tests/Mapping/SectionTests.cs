using Microsoft.Extensions.Configuration;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Mapping;

[TestClass]
public sealed class SectionTests
{
    [TestMethod]
    public async Task Section_MountsEverythingBelowIt()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("Db.json", """{ "Timeout": 30 }"""), ("Logging/LogLevel/Default", "Trace"));
        using var configuration = (ConfigurationRoot)new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Logging:LogLevel:Default", (string?)"Warning")])
            .AddZooKeeper(tree.Options(options => options.Section = "Remote:Shop"))
            .Build();

        Assert.AreEqual("one", configuration["Remote:Shop:Title"]);
        Assert.AreEqual("30", configuration["Remote:Shop:Db:Timeout"]);
        Assert.AreEqual("Warning", configuration["Logging:LogLevel:Default"]);
        Assert.IsNull(configuration["Title"]);

        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["Remote:Shop:Title"] == "two");
    }
}
