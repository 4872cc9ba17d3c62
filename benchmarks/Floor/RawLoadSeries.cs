using Benchmarks.Reporting;

namespace Benchmarks.Floor;

/// <summary>Loads by a raw socket with chunks of one size.</summary>
internal sealed class RawLoadSeries(int chunk)
{
    public Series Times { get; } = new();

    public int Requests { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Times one load, with the connecting, and checks what was read.</summary>
    /// <param name="connectionString">The server.</param>
    /// <param name="tree">What is read.</param>
    /// <param name="expected">What must have been read.</param>
    /// <param name="isWarm">Whether it is to be counted.</param>
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

        // What it has read it did not keep: the same is read again for that.
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
