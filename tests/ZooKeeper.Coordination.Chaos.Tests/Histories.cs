using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Tests;

/// <summary>Hand-made histories.</summary>
internal static class Histories
{
    public static Hold Hold(string worker, long fence, long granted, long until, bool isExact = true, bool isShared = false, long? invoked = null, long? released = null) => new()
    {
        Worker = worker,
        Attempt = (int)fence,
        Fence = fence,
        IsShared = isShared,
        Path = PathOf(fence, isShared),
        Invoked = invoked ?? granted - 1,
        Granted = granted,
        Until = until,
        Released = released ?? until + 1,
        IsExact = isExact,
    };

    /// <summary>The hold of the reader as which a writer goes on.</summary>
    public static Hold Downgraded(Hold writer, long granted, long until) => Hold(writer.Worker, writer.Fence, granted, until, isShared: true, invoked: writer.Until) with { Former = writer };

    public static string PathOf(long sequence, bool isShared = false) => $"/contended/mutex/_c_id-{(isShared ? "__READ__" : "lock-")}{sequence:D10}";

    public static Entry At(long at, Happening what) => new() { At = at, What = what };
}
