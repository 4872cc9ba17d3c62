namespace Configuration.ZooKeeper.Tests.Promises;

/// <summary>Output of a process belongs to its application.</summary>
[TestClass]
[DoNotParallelize] // there is one console for all
public sealed class ConsoleTests
{
    [TestMethod]
    public async Task Run_WholeLife_PrintsNothing()
    {
        var (output, error) = (Console.Out, Console.Error);
        using var printed = new StringWriter();
        using var writer = TextWriter.Synchronized(printed);
        Console.SetOut(writer);
        Console.SetError(writer);
        try
        {
            await using var life = await WholeLife.StartAsync("a value");
            await life.RunAsync();
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }

        Assert.AreEqual("", printed.ToString());
    }

    [TestMethod]
    public void Assemblies_Ours_DoNotKnowTheConsole()
    {
        foreach (var assembly in new[] { typeof(ZooKeeperConfigurationSource).Assembly, typeof(global::ZooKeeper.Client.ZooKeeperClient).Assembly })
        {
            Assert.DoesNotContain("System.Console", assembly.GetReferencedAssemblies().Select(reference => reference.Name));
        }
    }
}
