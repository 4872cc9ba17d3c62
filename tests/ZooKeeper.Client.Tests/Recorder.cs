using System.Threading.Channels;

namespace ZooKeeper.Client.Tests;

/// <summary>Keeps what a callback was called with, in order, until the test asks for it.</summary>
internal sealed class Recorder<T>
{
    private readonly Channel<T> _items = Channel.CreateUnbounded<T>();

    public bool IsEmpty => _items.Reader.Count == 0;

    public int Count => _items.Reader.Count;

    public void Add(T item) => _items.Writer.TryWrite(item);

    /// <summary>The next item, waiting for it.</summary>
    public async Task<T> NextAsync()
    {
        using var timeout = new CancellationTokenSource(TestClient.Deadline);
        try
        {
            return await _items.Reader.ReadAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new AssertFailedException($"Nothing arrived within {TestClient.Deadline.TotalSeconds} s.");
        }
    }

    public async Task<T[]> NextAsync(int count)
    {
        var items = new T[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = await NextAsync();
        }

        return items;
    }

    /// <summary>Skips items until one is as wanted.</summary>
    public async Task<T> NextAsync(Predicate<T> wanted)
    {
        while (true)
        {
            var item = await NextAsync();
            if (wanted(item))
            {
                return item;
            }
        }
    }

    /// <summary>What has arrived and was not asked for yet.</summary>
    public IReadOnlyList<T> TakeAll()
    {
        var items = new List<T>();
        while (_items.Reader.TryRead(out var item))
        {
            items.Add(item);
        }

        return items;
    }
}
