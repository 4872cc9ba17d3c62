using Configuration.ZooKeeper.Revisions.Tests.Importing;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Revisions.Tests;

/// <summary>A server that throttles gets a pause before the same request again: a loop would be one of the reasons that it throttles.</summary>
[TestClass]
public sealed class BusyServerTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly ManualTime _time = new();

    [TestMethod]
    public Task ApplyAccess_ServerThrottles_PausesBeforeEachRetry() => PausesAsync(
        atLeast: 2,
        async root => await root.ApplyAccessAsync(await root.PlanAccessAsync([new Acl(Permissions.All, "ip", "127.0.0.1")]), "Lock", Shop.Alice));

    [TestMethod]
    public Task Import_ServerThrottles_PausesBeforeEachRetry() => PausesAsync(
        atLeast: 4,
        async root => await root.ImportAsync(await root.PlanAsync(Imports.Many(20)), "Many", Shop.Alice, new ImportOptions { MaxChanges = 10 }));

    [TestMethod]
    public Task AbortImport_ServerThrottles_PausesBeforeEachRetry() => PausesAsync(
        atLeast: 2,
        root => root.AbortImportAsync(),
        shop => Imports.InterruptAsync(shop, Imports.Many(20), afterBatches: 1));

    private async Task PausesAsync(int atLeast, Func<ManagedRoot, Task> act, Func<Shop, Task>? prepare = null)
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        await (prepare?.Invoke(shop) ?? Task.CompletedTask);
        await using var server = BusyServer.Start(SharedServer.Server.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var root = await ManagedRoot.OpenAsync(client, shop.Root.Path, new ManagedRootOptions { ControlPath = shop.Options.ControlPath, TimeProvider = _time });

        var (acting, pauses) = (act(root), 0);
        while (true)
        {
            await Eventually.TrueAsync(() => acting.IsCompleted || _time.Awaited(Pause) == 1);
            if (acting.IsCompleted)
            {
                break;
            }

            _time.Advance(Pause);
            pauses++;
        }

        await acting;
        Assert.IsGreaterThanOrEqualTo(atLeast, server.Throttled);
        Assert.AreEqual(server.Throttled, pauses);
    }
}
