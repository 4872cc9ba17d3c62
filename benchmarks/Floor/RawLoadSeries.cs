using Benchmarks.Reporting;

namespace Benchmarks.Floor;

/// <summary>A series of loads by a raw socket with one chunk size.</summary>
internal sealed class RawLoadSeries(int chunk)
{
    public Series Times { get; } = new();

    public int Requests { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Measures one load, including connecting, and checks what was read.</summary>
    /// <param name="connectionString">The server.</param>
    /// <param name="tree">What is read.</param>
    /// <param name="expected">What must have been read.</param>
    /// <param name="isWarm">Whether the run counts.</param>
    public void Run(string connectionString, ConfigurationTree tree, Fingerprint expected, bool isWarm)
    {
        GC.Collect();
        var started = TimeProvider.System.GetTimestamp();
        var connection = RawConnection.Open(connectionString);
        var load = new RawLoad(connection, chunk);
        load.Run(tree.Path);
        var time = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        (Requests, Bytes) = (connection.Requests, connection.Bytes);
        connection.Close();

        // The load kept nothing, so the check reads the tree again.
        RawLoad.Fingerprint(connectionString, tree.Path, chunk).EnsureIs(expected, "the floor");
        if (load.Values != tree.Paths.Count())
        {
            throw new InvalidOperationException("Znodes are missing.");
        }

        if (isWarm)
        {
            Times.Add(time);
        }
    }
}
