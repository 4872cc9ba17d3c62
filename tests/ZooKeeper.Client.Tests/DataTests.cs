namespace ZooKeeper.Client.Tests;

[TestClass]
public sealed class DataTests
{
    [TestMethod]
    public async Task GetDataAsync_NullAndEmpty_AreDifferent()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path, data: null);
        Assert.IsNull((await client.GetDataAsync(path)).Data);
        await client.SetDataAsync(path, []);
        Assert.IsEmpty((await client.GetDataAsync(path)).Data!);
        await client.SetDataAsync(path, data: null);
        Assert.IsNull((await client.GetDataAsync(path)).Data);
    }

    [TestMethod]
    public async Task SetDataAsync_ReturnsTheStatThatIsReadLater()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path, [1]);
        var written = await client.SetDataAsync(path, [1, 2]);
        var read = await client.GetDataAsync(path);
        CollectionAssert.AreEqual(new byte[] { 1, 2 }, read.Data);
        Assert.AreEqual(written, read.Stat);
        Assert.AreEqual(1, read.Stat.Version);
        Assert.AreEqual(2, read.Stat.DataLength);
        Assert.IsGreaterThan(read.Stat.Czxid, read.Stat.Mzxid);
    }

    [TestMethod]
    public async Task SetDataAsync_Version_MustBeTheZnodes()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        Assert.AreEqual(1, (await client.SetDataAsync(path, [1], version: 0)).Version);
        var exception = await Assert.ThrowsExactlyAsync<BadVersionException>(() => client.SetDataAsync(path, [2], version: 0));
        Assert.AreEqual(path, exception.Path);
        CollectionAssert.AreEqual(new byte[] { 1 }, (await client.GetDataAsync(path)).Data);
    }

    [TestMethod]
    public async Task DeleteAsync_Version_MustBeTheZnodes()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        await Assert.ThrowsExactlyAsync<BadVersionException>(() => client.DeleteAsync(path, version: 3));
        await client.DeleteAsync(path, version: 0);
        Assert.IsNull(await client.ExistsAsync(path));
        await Assert.ThrowsExactlyAsync<NoNodeException>(() => client.DeleteAsync(path));
    }

    [TestMethod]
    public async Task DeleteAsync_WithChildren_ThrowsNotEmpty()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        await client.CreateAsync(path + "/child");
        var exception = await Assert.ThrowsExactlyAsync<NotEmptyException>(() => client.DeleteAsync(path));
        Assert.AreEqual(path, exception.Path);
    }

    [TestMethod]
    public async Task Reads_OfWhatIsMissing_NameIt()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        Assert.IsNull(await client.ExistsAsync(path));
        Assert.AreEqual(path, (await Assert.ThrowsExactlyAsync<NoNodeException>(() => client.GetDataAsync(path))).Path);
        Assert.AreEqual(path, (await Assert.ThrowsExactlyAsync<NoNodeException>(() => client.GetChildrenAsync(path))).Path);
        Assert.AreEqual(path, (await Assert.ThrowsExactlyAsync<NoNodeException>(() => client.SetDataAsync(path, []))).Path);
        Assert.AreEqual(path, (await Assert.ThrowsExactlyAsync<NoNodeException>(() => client.GetAclAsync(path))).Path);
    }

    [TestMethod]
    public async Task GetChildrenAsync_ReturnsNamesAndStat()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        Assert.IsEmpty((await client.GetChildrenAsync(path)).Names);
        string[] names = ["a", "ü ", "z.json"];
        foreach (var name in names)
        {
            await client.CreateAsync($"{path}/{name}");
        }

        var children = await client.GetChildrenAsync(path);
        CollectionAssert.AreEquivalent(names, children.Names.ToArray());
        Assert.AreEqual(3, children.Stat.NumChildren);
        Assert.AreEqual(3, children.Stat.Cversion);
    }

    [TestMethod]
    public async Task GetChildrenAsync_ReplyOverAMegabyte_Arrives()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var name = new string('n', 200);
        for (var batch = 0; batch < 6; batch++)
        {
            var multi = new Multi();
            for (var i = 0; i < 1000; i++)
            {
                multi.Create($"{path}/{name}{batch}-{i}", null);
            }

            await client.MultiAsync(multi);
        }

        var children = await client.GetChildrenAsync(path);
        Assert.HasCount(6000, children.Names.Distinct().ToArray());
    }

    [TestMethod]
    public async Task GetAllChildrenNumberAsync_CountsEveryDepth()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.MultiAsync(new Multi().Create(path, null).Create(path + "/a", null).Create(path + "/a/b", null).Create(path + "/c", null));
        Assert.AreEqual(3, await client.GetAllChildrenNumberAsync(path));
    }

    [TestMethod]
    public async Task SyncAsync_ThenRead_SeesTheWriteOfAnother()
    {
        await using var writer = await SharedServer.ConnectAsync();
        await using var reader = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var created = await writer.CreateAsync(path);
        await reader.SyncAsync();
        Assert.IsGreaterThanOrEqualTo(created.Stat.Czxid, reader.LastZxid);
        Assert.IsNotNull(await reader.ExistsAsync(path));
    }
}
