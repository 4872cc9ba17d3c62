using Configuration.ZooKeeper.Revisions.Records;
using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.History;

/// <summary>Finds the revision of each current key. Searches the records, latest first, until every key has a revision.</summary>
internal sealed class BlameReader(ZooKeeperClient client, HistoryPaths paths, KeyOptions options)
{
    public async Task<IReadOnlyList<BlameLine>> ReadAsync(TreeState tree, string scope, IReadOnlyList<RevisionChange> drift, CancellationToken cancellationToken)
    {
        var open = new Dictionary<(string Path, string? Key), BlameLine>();
        foreach (var (path, znode) in tree.Znodes.Where(znode => RelativePath.IsAtOrBelow(znode.Key, scope)))
        {
            foreach (var key in KeysOf(path, znode.Data))
            {
                open[(path, key)] = new BlameLine(path, key, Revision: null, IsDrift: false);
            }
        }

        var lines = new List<BlameLine>();
        foreach (var change in drift)
        {
            Close(change, line => line with { IsDrift = true });
        }

        var reader = new HistoryReader(client, paths);
        foreach (var number in await reader.NumbersAsync(cancellationToken).ConfigureAwait(false))
        {
            if (open.Count == 0)
            {
                break;
            }

            if (await reader.ReadAsync(number, isWhole: true, cancellationToken).ConfigureAwait(false) is { Kind: not RevisionKind.DriftRevert } revision)
            {
                var without = revision with { Changes = [] };
                foreach (var change in revision.Changes)
                {
                    Close(change, line => line with { Revision = without });
                }
            }
        }

        return [.. lines.Concat(open.Values).OrderBy(line => line.Path, StringComparer.Ordinal).ThenBy(line => line.Key, StringComparer.Ordinal)];

        void Close(RevisionChange change, Func<BlameLine, BlameLine> by)
        {
            var keys = ConfigurationKeys.Changes(change.Path, change.OldData, change.NewData, options).Select(key => (string?)key.Key).ToList();
            foreach (var key in keys.Count == 0 ? open.Keys.Where(line => line.Path == change.Path).Select(line => line.Key).ToList() : keys)
            {
                if (open.Remove((change.Path, key), out var line))
                {
                    lines.Add(by(line));
                }
            }
        }
    }

    private List<string?> KeysOf(string path, ReadOnlyMemory<byte>? data)
    {
        var keys = ConfigurationKeys.Changes(path, oldData: null, ZnodeBytes.ToArray(data), options).Select(key => (string?)key.Key).ToList();
        return keys.Count == 0 ? [null] : keys;
    }
}
