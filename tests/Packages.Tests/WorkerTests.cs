using System.Text.RegularExpressions;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Packages.Tests;

/// <summary>The sample <c>samples/Worker</c>, on Apache ZooKeeper.</summary>
[TestClass]
public sealed partial class WorkerTests
{
    [TestMethod]
    public async Task Worker_OnAnEnsemble_PrintsTheTitleWhenItChanges()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.MultiAsync(new Multi()
            .Create("/config", data: null).Create("/config/shop", data: null).Create("/config/shop/Shop", data: null)
            .Create("/config/shop/Shop/Title", "Corner shop"u8.ToArray()));

        await using var worker = Start(server.ConnectionString);
        await worker.PrintedAsync(CornerShop());

        await client.CreateAsync("/config/shop/Shop/Currency", "EUR"u8.ToArray()); // a reload without another title
        await client.SetDataAsync("/config/shop/Shop/Title", "Night shop"u8.ToArray());
        await worker.PrintedAsync(NightShop());
        Assert.HasCount(2, AnyTitle().Matches(worker.Output));
    }

    [TestMethod]
    public async Task Worker_NobodyThere_EndsAndNamesTheServer()
    {
        var address = $"127.0.0.1:{FreePort.Next()}";
        await using var worker = Start(address);
        var error = await worker.PrintedAsync(Failure());
        Assert.Contains(address, error.Value);
    }

    private static OutsideProgram Start(string connectionString) => OutsideProgram.Start(
        new DirectoryInfo(AppContext.BaseDirectory),
        OutsideProgram.Dotnet,
        ["Worker.dll"],
        [KeyValuePair.Create("ConnectionStrings__ZooKeeper", connectionString)]);

    [GeneratedRegex("^Title: Corner shop", RegexOptions.Multiline)]
    private static partial Regex CornerShop();

    [GeneratedRegex("^Title: Night shop", RegexOptions.Multiline)]
    private static partial Regex NightShop();

    [GeneratedRegex("^Title: ", RegexOptions.Multiline)]
    private static partial Regex AnyTitle();

    [GeneratedRegex("no ZooKeeper server could be used within 15 s .*")]
    private static partial Regex Failure();
}
