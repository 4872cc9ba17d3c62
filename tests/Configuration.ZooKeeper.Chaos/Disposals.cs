namespace Configuration.ZooKeeper.Chaos;

/// <summary>What is to be disposed at the end, the last first.</summary>
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
