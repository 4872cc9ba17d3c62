using Configuration.ZooKeeper.Revisions.Records;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.History;

/// <summary>
/// Decides which records are no longer kept: the number of revisions, their age or their size, whichever is first. The latest ten are always kept.
/// </summary>
internal sealed class Retention(ZooKeeperClient client, HistoryPaths paths, ManagedRootOptions options)
{
    // A tool that asks for the outcome of an apply needs its record.
    private const int AlwaysKept = 10;

    /// <summary>Finds the oldest records that are not kept any more.</summary>
    /// <param name="head">The head. Its revision is the latest one, which can be about to be created.</param>
    /// <param name="most">The maximum number of records.</param>
    /// <param name="last">The last revision whose record may go.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    /// <returns>The number of records, and their size in bytes.</returns>
    public async Task<(int Count, long Bytes)> ExpiredAsync(Head head, int most, int last, CancellationToken cancellationToken)
    {
        var (count, bytes) = (0, 0L);
        var oldestTime = options.TimeProvider.GetUtcNow() - Min(options.MaxAge, options.TimeProvider.GetUtcNow() - DateTimeOffset.UnixEpoch);
        for (var number = head.Oldest; count < most && number <= last && number <= head.Revision - AlwaysKept; number++)
        {
            var isMore = head.Revision - number + 1 > options.MaxRevisions || head.Bytes - bytes > options.MaxBytes;
            if (await client.ExistsAsync(paths.Record(number), cancellationToken: cancellationToken).ConfigureAwait(false) is not { } stat || (!isMore && stat.Ctime >= oldestTime))
            {
                break;
            }

            count++;
            bytes += stat.DataLength;
        }

        return (count, bytes);
    }

    private static TimeSpan Min(TimeSpan x, TimeSpan y) => x < y ? x : y;
}
