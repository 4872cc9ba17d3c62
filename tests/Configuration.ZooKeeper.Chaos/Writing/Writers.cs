namespace Configuration.ZooKeeper.Chaos.Writing;

/// <summary>All writers of a run. They pause together.</summary>
internal sealed class Writers(IReadOnlyList<Writer> all) : IDisposable
{
    /// <summary>Runs an action while no write is in flight and none begins.</summary>
    /// <remarks>A write whose reply was lost can still be committed meanwhile.</remarks>
    public async Task RestDuringAsync(Func<Task> actionAsync)
    {
        var resting = new Stack<Writer>();
        try
        {
            foreach (var writer in all)
            {
                await writer.PauseAsync();
                resting.Push(writer);
            }

            await actionAsync();
        }
        finally
        {
            while (resting.TryPop(out var writer))
            {
                writer.Resume();
            }
        }
    }

    public IEnumerable<Task> Run(CancellationToken stop) => all.Select(writer => Task.Run(() => writer.RunAsync(stop), CancellationToken.None));

    public void Dispose()
    {
        foreach (var writer in all)
        {
            writer.Dispose();
        }
    }
}
