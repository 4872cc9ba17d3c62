using System.Collections;

namespace ZooKeeper.Client;

/// <summary>Contains the results of a multi, in the order of its writes.</summary>
public sealed class MultiResults : IReadOnlyList<MultiResult>
{
    private readonly IReadOnlyList<MultiResult> _results;

    /// <summary>Creates an instance, for example to simulate results in a test.</summary>
    /// <param name="zxid">The zxid of the transaction.</param>
    /// <param name="results">The results, in the order of the writes.</param>
    public MultiResults(long zxid, IReadOnlyList<MultiResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        Zxid = zxid;
        _results = results;
    }

    /// <summary>
    /// Gets the zxid of the transaction. It is the <see cref="Stat.Czxid"/> of each created znode, and the <see cref="Stat.Mzxid"/> of each written znode.
    /// </summary>
    public long Zxid { get; }

    /// <inheritdoc/>
    public int Count => _results.Count;

    /// <inheritdoc/>
    public MultiResult this[int index] => _results[index];

    /// <inheritdoc/>
    public IEnumerator<MultiResult> GetEnumerator() => _results.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
