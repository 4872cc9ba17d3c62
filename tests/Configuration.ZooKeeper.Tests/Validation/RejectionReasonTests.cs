using Configuration.ZooKeeper.Keys;
using Configuration.ZooKeeper.Validation;
using Microsoft.Extensions.Options;

namespace Configuration.ZooKeeper.Tests.Validation;

/// <summary>Words of validations are shown, messages of other exceptions are not.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class RejectionReasonTests
{
    private const string Secret = "s3cret";
    private static readonly string ShopName = typeof(Shop).FullName!;

    [TestMethod]
    public void Of_Validation_IsItsFailures() => AssertWords(Failed("one", "two"), "one", "two");

    [TestMethod]
    public void Of_ValidationOfAnotherName_SaysWhose() =>
        AssertWords(new OptionsValidationException("eu", typeof(Shop), ["one"]), $"{ShopName} 'eu': one");

    [TestMethod]
    public void Of_ValidationOfAnotherType_SaysWhose() =>
        AssertWords(new OptionsValidationException("", typeof(Limits), ["one"]), $"{typeof(Limits)}: one");

    [TestMethod]
    public void Of_ValidationWithoutWords_IsTheType()
    {
        var expected = $"{typeof(OptionsValidationException)}: the options could not be created";
        AssertWords(Failed(), expected);
        AssertWords(new OptionsValidationException("", typeof(Shop), failureMessages: null), expected);
        AssertWords(Failed(" ", null!), expected);
    }

    [TestMethod]
    public void Of_ValidationWhoseFailuresThrow_IsTheType() => AssertWords(
        new OptionsValidationException("", typeof(Shop), Enumerable.Range(0, 1).Select<int, string>(_ => throw new InvalidOperationException(Secret))),
        $"{typeof(OptionsValidationException)}: the options could not be created");

    [TestMethod]
    public void Of_AnyOther_IsTheType() => AssertWords(
        new InvalidOperationException(Secret, new FormatException(Secret)), "System.InvalidOperationException: the options could not be created");

    [TestMethod]
    public void Of_Several_AreFlattened() => AssertWords(
        new AggregateException(Secret, Failed("one"), new AggregateException(new FormatException(Secret), Failed("two", "one"))),
        "one",
        "System.FormatException: the options could not be created",
        "two");

    [TestMethod]
    public void Of_SeveralThatAreNone_IsTheType() =>
        AssertWords(new AggregateException(Secret), "System.AggregateException: the options could not be created");

    [TestMethod]
    public void Of_ValidationInside_IsTheTypeAndItsFailures()
    {
        AssertWords(
            new InvalidOperationException(Secret, new ArgumentException(Secret, Failed("one"))),
            "System.InvalidOperationException: the options could not be created",
            "System.ArgumentException: the options could not be created",
            "one");
        AssertWords(
            new InvalidOperationException(Secret, new AggregateException(Failed("one"))),
            "System.InvalidOperationException: the options could not be created",
            "one");
    }

    [TestMethod]
    public void ToString_DefaultOrNamed_IsOneLine()
    {
        var rejection = new ZooKeeperInvalidOptions { OptionsType = ShopName, OptionsName = "", Failures = ["one", "two"] };

        Assert.AreEqual($"{ShopName}: one; two", rejection.ToString());
        Assert.AreEqual($"{ShopName} 'eu': one; two", (rejection with { OptionsName = "eu" }).ToString());
    }

    private static OptionsValidationException Failed(params string[] failures) => new("", typeof(Shop), failures);

    private static void AssertWords(Exception exception, params string[] expected)
    {
        var words = RejectionReason.Of(exception, typeof(Shop), "", KeyIndex.Of([])).ToArray();
        CollectionAssert.AreEqual(expected, words, string.Join(" | ", words));
    }
}
