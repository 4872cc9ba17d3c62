using Configuration.ZooKeeper.Revisions.Applying;
using Configuration.ZooKeeper.Revisions.Importing;
using Configuration.ZooKeeper.Revisions.Records;

namespace Configuration.ZooKeeper.Revisions.Tests.Importing;

/// <summary>Imports of many keys, and what stops them.</summary>
internal static class Imports
{
    public const string Marker = ".configzk-import";

    public static async Task InterruptAsync(Shop shop, DesiredState desired, int afterBatches, bool prune = false)
    {
        using var interrupted = new CancellationTokenSource();
        var told = new Told(status =>
        {
            if (status.Done == afterBatches)
            {
                interrupted.Cancel();
            }
        });
        var plan = await shop.Root.PlanAsync(desired, new PlanOptions { Prune = prune });
        if (afterBatches > 0)
        {
            await Assert.ThrowsAsync<OperationCanceledException>(
                () => shop.Root.ImportAsync(plan, "Many", Shop.Alice, new ImportOptions { MaxChanges = 10, Progress = told }, interrupted.Token));
            return;
        }

        await BeginAsync(shop, plan);
    }

    public static async Task BeginAsync(Shop shop, Plan plan, Author? author = null)
    {
        var paths = new HistoryPaths(shop.Options.ControlPath, shop.Root.Path);
        var access = new RootAccess(shop.Client, shop.Root.Path, paths, shop.Options);
        await new ImportPreparation(shop.Client, paths, access, shop.Options)
            .BeginAsync(plan, await shop.Root.ReadAsync(), "Many", author ?? Shop.Alice, new ImportOptions { MaxChanges = 10 }, CancellationToken.None);
    }

    /// <summary>Takes the import over, and pauses.</summary>
    public static Task<Import> TakeOverAsync(Shop shop)
    {
        var paths = new HistoryPaths(shop.Options.ControlPath, shop.Root.Path);
        return Import.TakeOverAsync(shop.Client, paths, new RootAccess(shop.Client, shop.Root.Path, paths, shop.Options), shop.Root.Path, null, TimeProvider.System, CancellationToken.None);
    }

    public static DesiredState Many(int count)
    {
        var state = new DesiredState();
        for (var i = 0; i < count; i++)
        {
            state.Set($"Key{i:D3}", $"{i}");
        }

        return state;
    }
}
