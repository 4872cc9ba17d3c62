using System.Globalization;

namespace ZooKeeper.DevServer.Tests.Releases;

/// <summary>A wipe and a second import leave other values with the same zxids, versions and lengths. No Stat tells them apart.</summary>
[TestClass]
public sealed class ReimportTests
{
    private const int Keys = 5;
    private const int KeyLength = 850_000; // together more than a mirror reads again when it can compare Stats
    private const int HandshakeLength = 41;

    // The first connection is told that the session has expired. The second one is the first of the new session.
    private const int NewSessionBegins = 2 * HandshakeLength;

    [TestMethod]
    [DataRow(ZooKeeperRelease.V35)]
    [DataRow(ZooKeeperRelease.V39)]
    public Task Reimport_NewSessionLosesItsFirstConnectionAtAnyFrame_ReadsEveryValueAgain(ZooKeeperRelease release) => CutAtEveryFrameAsync(release);

    [TestMethod]
    [TestCategory("Nightly")] // follows as 3.9 does
    public Task Reimport_As38AndNewSessionLosesItsFirstConnectionAtAnyFrame_ReadsEveryValueAgain() => CutAtEveryFrameAsync(ZooKeeperRelease.V38);

    [TestMethod]
    [DataRow(ZooKeeperRelease.V35)]
    [DataRow(ZooKeeperRelease.V38)]
    [DataRow(ZooKeeperRelease.V39)]
    public async Task Reimport_SmallTreeAtTheSameZxid_ReadsEveryValueAgain(ZooKeeperRelease release)
    {
        // The server is behind, so it refuses the client, which then asks with a session that has seen nothing. Now both are at the same zxid.
        await using var test = await ReimportedMirror.StartAsync(release, Import(1, length: 10), TimeSpan.FromMilliseconds(300));
        await test.ReimportAsync(Import(2, length: 10), writesAfterwards: 0, cut: null);
        test.AssertHolds(Import(2, length: 10), "no cut");
    }

    private static async Task CutAtEveryFrameAsync(ZooKeeperRelease release)
    {
        var frames = await ReimportAsync(release, run: 0, cut: null);
        var cut = (long)NewSessionBegins;
        for (var run = 1; run <= frames.Count; run++)
        {
            await ReimportAsync(release, run, cut);
            cut += sizeof(int) + frames[run - 1];
        }
    }

    private static async Task<IReadOnlyList<int>> ReimportAsync(ZooKeeperRelease release, int run, long? cut)
    {
        await using var test = await ReimportedMirror.StartAsync(release, Import(run, KeyLength), TimeSpan.FromSeconds(20));
        var frames = await test.ReimportAsync(Import(run + 1, KeyLength), writesAfterwards: 1, cut);
        test.AssertHolds(Import(run + 1, KeyLength), $"cut after {cut} bytes");
        return frames;
    }

    private static Dictionary<string, string?> Import(int number, int length) => Enumerable.Range(0, Keys).ToDictionary(
        key => string.Create(CultureInfo.InvariantCulture, $"{ReimportedMirror.Root}/k{key}"),
        key => (string?)string.Create(CultureInfo.InvariantCulture, $"{number:000}").PadRight(length, 'x'));
}
