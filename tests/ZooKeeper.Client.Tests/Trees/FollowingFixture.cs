using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;
using ZooKeeper.Client.Tests.Protocol;
using ZooKeeper.Client.Trees;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>A tree with the root /r, for tests of a way of following that start no server.</summary>
internal sealed class FollowingFixture : IFollower
{
    private readonly List<ErrorCode> _refusals = [];

    public FollowingFixture()
    {
        Tree = new MirroredTree(["/r"], new Chroot(ZnodePath.Root), new FakeTimeProvider(), Logger);
        Tree.OnConnected("test", isNewSession: true);
        Tree.Verification.Await(0);
    }

    public MirroredTree Tree { get; }

    public RecordingLogger Logger { get; } = new();

    public WorkingCopy Copy => Tree.Copy;

    public OpenReads Reads => Tree.Reads;

    public IReadOnlyList<ErrorCode> Refusals => _refusals;

    /// <summary>Puts a znode into the tree, as if it had been read.</summary>
    public void Load(string path, params string[] children)
    {
        if (path != "/r" && Copy.Find(path) is null)
        {
            Copy.TryAddCreated(path);
        }

        Copy.SetData(path, [1], isNull: false, TestStat.Of(children: children.Length));
        Copy.SetChildren(path, children);
        foreach (var child in children)
        {
            Load($"{path}/{child}");
        }
    }

    /// <summary>Takes the next read, as if it was sent.</summary>
    public TRead Send<TRead>(IFollowing following)
        where TRead : TreeRead
    {
        Reads.TakeBarriers(Copy.Find);
        var read = (TRead)following.CreateRead(Reads.Take(Copy.Find, mostInFlight: 4, following.MostPaths, maxRequestLength: 1024 * 1024) ?? []);
        Reads.OnSent(read);
        return read;
    }

    /// <summary>A reader of encoded records.</summary>
    public static JuteReader Body(params ReadOnlySpan<IRecord> records) => new(Jute.Encode(records));

    public void SendReads()
    {
    }

    public void OnReadRefused(ErrorCode error) => _refusals.Add(error);

    public void OnWatchAnswered(PendingRequest request, string? root, ErrorCode error, long zxid)
    {
    }

    public void Fail(ZooKeeperException error) => throw new NotSupportedException("", error);
}
