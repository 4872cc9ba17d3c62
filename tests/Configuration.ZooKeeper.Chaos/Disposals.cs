namespace Configuration.ZooKeeper.Chaos;

/// <summary>Disposes objects at the end, in reverse order.</summary>
internal sealed class Disposals : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _all = new();

    public T Add<T>(T one)
        where T : IAsyncDisposable
    {
        _all.Push(one);
        return one;
    }

    public async ValueTask DisposeAsync()
    {
        while (_all.TryPop(out var one))
        {
            await one.DisposeAsync();
        }
    }
}
