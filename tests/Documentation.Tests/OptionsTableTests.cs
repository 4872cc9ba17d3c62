using System.Globalization;
using System.Text.RegularExpressions;
using Configuration.ZooKeeper;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Documentation.Tests;

/// <summary>The table in docs/options.md has all options, with the defaults that they have.</summary>
[TestClass]
public sealed partial class OptionsTableTests
{
    [TestMethod]
    public void Table_Options_AreThoseOfTheCode()
    {
        var options = typeof(ZooKeeperConfigurationOptions).GetProperties().Select(property => property.Name).Where(name => name != "Connection")
            .Concat(typeof(ZooKeeperClientOptions).GetProperties().Select(property => $"Connection.{property.Name}"))
            .Except(["Connection.ConnectionString", "Connection.ConnectTimeout", "Connection.MaxEphemeralBytes"]); // the same as the source's; not for sources

        CollectionAssert.AreEquivalent(options.ToArray(), Rows().SelectMany(row => row.Options).ToArray());
    }

    [TestMethod]
    public void Table_Defaults_AreThoseOfTheCode()
    {
        var checkedOnes = 0;
        foreach (var (names, documented) in Rows())
        {
            if (Text(DefaultOf(names[0])) is { } expected)
            {
                Assert.AreEqual(expected, documented, names[0]);
                checkedOnes++;
            }
        }

        Assert.IsGreaterThan(8, checkedOnes);
    }

    private static object? DefaultOf(string option)
    {
        var options = new ZooKeeperConfigurationOptions();
        return option.StartsWith("Connection.", StringComparison.Ordinal)
            ? typeof(ZooKeeperClientOptions).GetProperty(option["Connection.".Length..])!.GetValue(options.Connection)
            : typeof(ZooKeeperConfigurationOptions).GetProperty(option)!.GetValue(options);
    }

    // Of texts, collections and services the table says it in words.
    private static string? Text(object? value) => value switch
    {
        true => "`true`",
        false => "`false`",
        TimeSpan time when time < TimeSpan.FromSeconds(1) => $"{time.TotalMilliseconds} ms",
        TimeSpan time => $"{time.TotalSeconds} s",
        int length when length % (1024 * 1024) == 0 => $"{length / 1024 / 1024} MiB",
        int length => string.Create(CultureInfo.InvariantCulture, $"{length:N0} bytes"),
        _ => null,
    };

    private static IEnumerable<(string[] Options, string Default)> Rows() =>
        from row in Row().Matches(Repository.Read("docs/options.md"))
        select (Name().Matches(row.Groups["names"].Value).Select(name => name.Groups["name"].Value).ToArray(), row.Groups["default"].Value);

    [GeneratedRegex(@"^\| (?<names>`[^|]+`) \| (?<default>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<name>[\w.]+)`")]
    private static partial Regex Name();
}
