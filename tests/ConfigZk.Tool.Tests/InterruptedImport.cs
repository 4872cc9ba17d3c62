using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Tests;

/// <summary>An import whose writer has stopped after the first of its transactions.</summary>
internal static class InterruptedImport
{
    public static async Task BeginAsync(ManagedRoot root)
    {
        await root.ApplyAsync(await root.PlanAsync(new DesiredState().Set("Web/Y", "1")), "First");
        var desired = new DesiredState();
        for (var i = 0; i < 50; i++)
        {
            desired.Set($"Db/K{i}", "1");
        }

        using var interrupting = new CancellationTokenSource();
        var options = new ImportOptions { MaxChanges = 10, Progress = new Interruption(interrupting) };
        var plan = await root.PlanAsync(desired);
        await Assert.ThrowsAsync<OperationCanceledException>(() => root.ImportAsync(plan, "Import", null, options, interrupting.Token));
    }

    private sealed class Interruption(CancellationTokenSource interrupting) : IProgress<ImportStatus>
    {
        public void Report(ImportStatus value) => interrupting.Cancel();
    }
}
