namespace ZooKeeper.Testing.Tests;

[TestClass]
public sealed class FrameScannerTests
{
    private static readonly byte[] Handshake = [0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    private static readonly byte[] Exists = [0, 0, 0, 10, 0, 0, 0, 1, 0, 0, 0, 3, 42, 42];
    private static readonly byte[] CloseSession = [0, 0, 0, 8, 0, 0, 0, 2, 0xff, 0xff, 0xff, 0xf5];

    [TestMethod]
    [DataRow(1)]
    [DataRow(5)]
    [DataRow(1000)]
    public void Scan_AnyPieces_ReportsFramesAfterHandshake(int size)
    {
        var frames = new List<FrameHead>();
        var scanner = new FrameScanner(frames.Add);

        foreach (var piece in Handshake.Concat(Exists).Concat(CloseSession).Chunk(size))
        {
            scanner.Scan(piece);
        }

        CollectionAssert.AreEqual(new[] { new FrameHead(10, 3), new FrameHead(8, OpCode.CloseSession) }, frames);
    }

    [TestMethod]
    public void Scan_OtherProtocol_ReportsNothing()
    {
        var frames = new List<FrameHead>();
        var scanner = new FrameScanner(frames.Add);

        scanner.Scan([0, 0, 0, 1, .. Exists]);
        scanner.Scan(Exists);

        Assert.IsEmpty(frames);
    }
}
