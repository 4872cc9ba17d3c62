namespace WebApp.Tests.Browser;

/// <summary>
/// The errors in the consoles of a test's pages. They are judged when the test is over: one that was good fails for them, of one that failed they are told
/// beside its failure. An exception at the end of an <c>await using</c> would be told instead of the failure.
/// </summary>
[TestClass]
public sealed class BrowserConsole
{
    private const string Errors = "errors in the console";

    [GlobalTestCleanup]
    public static void Judge(TestContext test)
    {
        ArgumentNullException.ThrowIfNull(test);
        Judge(test, test.TestException);
    }

    /// <exception cref="AssertFailedException">There are errors, and nothing else has failed.</exception>
    internal static void Judge(TestContext test, Exception? failure)
    {
        if (Take(test) is not { Length: > 0 } errors)
        {
            return;
        }

        var text = $"The console of the page: {string.Join('\n', errors)}";
        if (failure is null)
        {
            Assert.Fail(text);
        }

        test.WriteLine(text);
    }

    internal static void Add(TestContext test, string error)
    {
        lock (test.Properties)
        {
            test.Properties[Errors] = (string[])[.. Take(test), error];
        }
    }

    private static string[] Take(TestContext test)
    {
        lock (test.Properties)
        {
            var errors = test.Properties.TryGetValue(Errors, out var value) ? (string[])value! : [];
            test.Properties.Remove(Errors);
            return errors;
        }
    }
}
