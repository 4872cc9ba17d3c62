using System.Reflection;
using System.Text.RegularExpressions;
using Configuration.ZooKeeper;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client;
using ZooKeeper.Coordination;
using ZooKeeper.DevServer;
using ZooKeeper.ServiceDiscovery;
using ZooKeeper.Testing;

namespace Documentation.Tests;

/// <summary>docs/diagnostics.md lists every event that is logged, by its number and its level.</summary>
[TestClass]
public sealed partial class EventTableTests
{
    private static readonly Assembly[] Shipped =
        [
            typeof(ZooKeeperClient).Assembly, typeof(ZooKeeperConfigurationSource).Assembly, typeof(ZooKeeperDevServer).Assembly, typeof(ZooKeeperLock).Assembly,
            typeof(ZooKeeperServiceCatalog).Assembly,
        ];

    [TestMethod]
    public void Events_OfAllLibraries_HaveNumbersOfTheirOwn()
    {
        foreach (var library in Shipped)
        {
            Assert.IsNotEmpty(EventsOf(library), library.GetName().Name!);
        }

        var repeated = Shipped.SelectMany(EventsOf).GroupBy(logged => logged.Id).Where(same => same.Count() > 1);
        Assert.AreEqual("", string.Join(", ", repeated.Select(same => same.Key)));
    }

    [TestMethod]
    public void Table_OfEvents_IsThatOfTheCode()
    {
        var document = Repository.Read("docs/diagnostics.md");
        var listed = Row().Matches(document).Select(row => (int.Parse(row.Groups["id"].Value, null), row.Groups["level"].Value));

        Assert.AreEqual(Lines(Shipped.SelectMany(EventsOf)), Lines(listed));
    }

    [TestMethod]
    public void Table_ForOperators_HasTheLevelsOfTheCode()
    {
        var levels = Shipped.SelectMany(EventsOf).ToDictionary();
        var rows = OperatorsRow().Matches(Repository.Read("docs/operating.md"));

        Assert.IsNotEmpty(rows);
        foreach (var row in rows.Cast<Match>())
        {
            Assert.IsTrue(row.Groups["ids"].Value.Split(", ").All(id => levels[int.Parse(id, null)] == row.Groups["level"].Value), row.Value);
        }
    }

    private static IEnumerable<(int Id, string Level)> EventsOf(Assembly library) =>
        from type in library.GetTypes()
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let message = method.GetCustomAttribute<LoggerMessageAttribute>()
        where message is not null
        select (message.EventId, $"{message.Level}");

    private static string Lines(IEnumerable<(int Id, string Level)> events) => string.Join('\n', events.Order().Select(logged => $"{logged.Id} {logged.Level}"));

    [GeneratedRegex(@"^\| (?<id>\d{4}) \| (?<level>\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\| (?<level>\w+) \| (?<ids>\d{4}(, \d{4})*) \|", RegexOptions.Multiline)]
    private static partial Regex OperatorsRow();
}
