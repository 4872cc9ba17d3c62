using Configuration.ZooKeeper.Keys;
using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Tests.Keys;

/// <summary>The key of a value that cannot be used is named, and the value never.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class FaultyValueTests
{
    [TestMethod]
    [DataRow("abc")]
    [DataRow("")]
    [DataRow("' at 'x' to type 'y'.")]
    [DataRow("' at 'Shop:Limit' to type 'secret'.")]
    public void Describe_BinderCannotConvert_NamesKeyAndType(string value)
    {
        var keys = KeyIndex.Of([new("Other", "abc"), new("Shop:Limit", value), new("Shop:Title", "corner")]);
        var error = Assert.Throws<InvalidOperationException>(() => new ConfigurationBuilder()
            .AddInMemoryCollection([new("Shop:Limit", value)]).Build().GetSection("Shop").Get<Limits>());

        Assert.AreEqual($"the value of 'Shop:Limit' cannot be converted to {typeof(int)}", FaultyValue.Describe(error, keys));
    }

    [TestMethod]
    public void Describe_MessageQuotesAValue_NamesItsKey()
    {
        var keys = KeyIndex.Of([new("Logging:LogLevel:X", "Infomation"), new("Title", "Info"), new("Empty", ""), new("Null", null)]);
        var error = new InvalidOperationException("Configuration value 'Infomation' is not supported.");
        Assert.AreEqual("it is about the value of 'Logging:LogLevel:X'", FaultyValue.Describe(error, keys));
        Assert.AreEqual("it is about the value of 'Logging:LogLevel:X'", FaultyValue.Describe(new ArgumentException("outer", error), keys));
    }

    [TestMethod]
    public void Describe_TwoKeysHaveTheValue_NamesBoth() => Assert.AreEqual(
        "it is about the value of one of 'A', 'B'",
        FaultyValue.Describe(new FormatException("The input string 'x' was not in a correct format."), KeyIndex.Of([new("B", "x"), new("A", "x"), new("C", "y")])));

    [TestMethod]
    [DataRow("something else")]
    [DataRow("Failed to convert configuration value 'secret' at 'Shop:Unknown' to type 'System.Int32'.")]
    [DataRow("A message with on in it, and 'no' quotation")]
    public void Describe_NoKeyFits_IsNull(string message) =>
        Assert.IsNull(FaultyValue.Describe(new InvalidOperationException(message), KeyIndex.Of([new("Shop:Limit", "on"), new("Shop:Other", "abc")])));

    // A value has at most about a megabyte. Listeners and later reloads wait for the description.
    [TestMethod]
    [DataRow(900, "it is about the value of 'Limit'")]
    [DataRow(100_000, null)]
    public async Task Describe_LongMessageThatContainsAValueEverywhere_DoesNotTakeLong(int count, string? expected)
    {
        var keys = KeyIndex.Of([.. Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"Key{i}", (string?)"1")), new("Limit", new string('1', 1_000_000))]);
        var error = new FormatException($"The input string '{new string('1', 1_000_000)}' was not in a correct format.");

        var description = await Task.Run(() => FaultyValue.Describe(error, keys)).WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);

        Assert.AreEqual(expected, description);
    }

    [TestMethod]
    public void Describe_MessageThrows_IsNull() => Assert.IsNull(FaultyValue.Describe(new Throwing(), KeyIndex.Of([new("A", "x")])));

    private sealed class Limits
    {
        public int Limit { get; set; }
    }

    private sealed class Throwing : Exception
    {
        public override string Message => throw new InvalidOperationException();
    }
}
