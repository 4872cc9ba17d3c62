namespace ZooKeeper.Client.Tests.Trees;

/// <summary>Stats of znodes for tests that start no server.</summary>
internal static class TestStat
{
    public static Stat Of(long mzxid = 1, long czxid = 1, long pzxid = 1, int children = 0, int length = 1, int aversion = 0) =>
        new() { Mzxid = mzxid, Czxid = czxid, Pzxid = pzxid, NumChildren = children, DataLength = length, Aversion = aversion };
}
