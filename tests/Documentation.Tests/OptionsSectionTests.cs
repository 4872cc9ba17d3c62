using System.Text;
using System.Text.RegularExpressions;
using Configuration.ZooKeeper;
using Microsoft.Extensions.Configuration;
using ZooKeeper.Testing;

namespace Documentation.Tests;

/// <summary>The section of options that the documents show can be bound.</summary>
[TestClass]
public sealed partial class OptionsSectionTests
{
    [TestMethod]
    public void Document_SectionOfOptions_IsBound()
    {
        var text = Repository.Read("docs/options.md");
        var json = Section().Match(text).Groups["json"].Value;
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();

        ZooKeeperConfigurationOptions? bound = null;
        new ConfigurationBuilder().AddZooKeeper(configuration.GetSection("ZooKeeper"), options => bound = options);

        CollectionAssert.AreEqual(new[] { "/config/common", "/config/{app}" }, bound!.Paths.ToArray());
        Assert.AreEqual(TimeSpan.FromSeconds(20), bound.Connection.SessionTimeout);
    }

    [GeneratedRegex("""^```json\n(?<json>\{\n  "ZooKeeper": .*?)^```$""", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Section();
}
