namespace ZooKeeper.Client.Tests;

[TestClass]
public sealed class MultiTests
{
    [TestMethod]
    public async Task MultiAsync_AllOperations_AreDoneInOneTransaction()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path, [0]);
        await client.CreateAsync(path + "/old");

        var results = await client.MultiAsync(new Multi()
            .Check(path, 0)
            .Create(path + "/a", [1])
            .Create(path + "/n-", null, CreateMode.EphemeralSequential)
            .Create(path + "/c", null, CreateMode.Container)
            .SetData(path, [2], version: 0)
            .Delete(path + "/old", version: 0));

        Assert.HasCount(6, results);
        Assert.IsNull(results[0].Stat);
        Assert.AreEqual(path + "/a", results[1].Path);
        Assert.StartsWith(path + "/n-00000", results[2].Path);
        Assert.AreEqual(client.SessionId, (await client.ExistsAsync(results[2].Path))!.Value.EphemeralOwner);
        Assert.AreEqual(path + "/c", results[3].Path);
        Assert.AreEqual(await client.ExistsAsync(path + "/c"), results[3].Stat);
        Assert.AreEqual(1, results[4].Stat!.Value.Version);
        Assert.AreEqual(path + "/old", results[5].Path);
        Assert.IsNull(results[5].Stat);

        var created = await client.ExistsAsync(path + "/a");
        Assert.AreEqual(created!.Value.Czxid, (await client.ExistsAsync(path))!.Value.Mzxid, "one zxid for all");
        Assert.IsNull(await client.ExistsAsync(path + "/old"));
    }

    [TestMethod]
    public async Task MultiAsync_OneFails_NothingIsDone_AndTheErrorNamesIt()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path, [0]);

        var exception = await Assert.ThrowsExactlyAsync<NoNodeException>(() => client.MultiAsync(
            new Multi().SetData(path, [1]).Create(path + "/a", null).Delete(path + "/missing").Create(path + "/b", null)));
        Assert.AreEqual(path + "/missing", exception.Path);
        Assert.Contains("Operation 2", exception.Message);
        Assert.Contains("Delete", exception.Message);

        CollectionAssert.AreEqual(new byte[] { 0 }, (await client.GetDataAsync(path)).Data);
        Assert.IsEmpty((await client.GetChildrenAsync(path)).Names);
    }

    [TestMethod]
    public async Task MultiAsync_CheckFails_ThrowsBadVersion()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var exception = await Assert.ThrowsExactlyAsync<BadVersionException>(() => client.MultiAsync(new Multi().Check(path, 7).Delete(path)));
        Assert.Contains("Operation 0", exception.Message);
    }

    [TestMethod]
    public async Task MultiAsync_Empty_IsLegal()
    {
        await using var client = await SharedServer.ConnectAsync();
        Assert.IsEmpty(await client.MultiAsync(new Multi()));
    }

    [TestMethod]
    public void Multi_Misuse_ThrowsWhenItIsBuilt()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new Multi().Create("a", null));
        Assert.ThrowsExactly<ArgumentException>(() => new Multi().Delete("/a/"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new Multi().Create("/a", null, CreateMode.PersistentWithTtl));
        Assert.AreEqual(2, new Multi().Check("/a").SetData("/a", null).Count);
    }

    [TestMethod]
    public async Task MultiReadAsync_ReadsOneState_WithAnErrorForEachReadThatFails()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path, [1]);
        await client.CreateAsync(path + "/null", null);
        await client.CreateAsync(path + "/secret", [2], acl: [Acl.Digest(Permissions.All, "x", "y")]);

        var read = await client.MultiReadAsync(new MultiRead()
            .GetData(path).GetChildren(path).GetData(path + "/null").GetData(path + "/missing").GetData(path + "/secret").GetChildren(path + "/missing"));

        Assert.IsGreaterThanOrEqualTo((await client.ExistsAsync(path))!.Value.Czxid, read.Zxid);
        Assert.HasCount(6, read.Results);
        CollectionAssert.AreEqual(new byte[] { 1 }, read.Results[0].Data!.Value.Data);
        Assert.AreEqual(2, read.Results[0].Data!.Value.Stat.NumChildren);
        CollectionAssert.AreEquivalent(new[] { "null", "secret" }, read.Results[1].Children!.ToArray());
        Assert.AreEqual(ErrorCode.Ok, read.Results[2].Error);
        Assert.IsNull(read.Results[2].Data!.Value.Data);
        Assert.AreEqual(ErrorCode.NoNode, read.Results[3].Error);
        Assert.AreEqual(path + "/missing", read.Results[3].Path);
        Assert.IsNull(read.Results[3].Data);
        Assert.AreEqual(ErrorCode.NoAuth, read.Results[4].Error);
        Assert.AreEqual(ErrorCode.NoNode, read.Results[5].Error);
        Assert.IsNull(read.Results[5].Children);
    }

    [TestMethod]
    public async Task MultiReadAsync_Empty_IsLegal()
    {
        await using var client = await SharedServer.ConnectAsync();
        Assert.IsEmpty((await client.MultiReadAsync(new MultiRead())).Results);
    }

    [TestMethod]
    public async Task MultiReadAsync_WhileMultisWrite_NeverSeesHalfOfOne()
    {
        await using var writer = await SharedServer.ConnectAsync();
        await using var reader = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var paths = Enumerable.Range(0, 10).Select(i => $"{path}/{i}").ToArray();
        await writer.CreateAsync(path);
        await writer.MultiAsync(paths.Aggregate(new Multi(), (multi, node) => multi.Create(node, [0])));

        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (byte value = 1; !stop.IsCancellationRequested; value++)
            {
                await writer.MultiAsync(paths.Aggregate(new Multi(), (multi, node) => multi.SetData(node, [value])));
            }
        });
        var read = paths.Aggregate(new MultiRead(), (multi, node) => multi.GetData(node));
        var seen = new HashSet<byte>();
        for (var i = 0; i < 300 || seen.Count < 3; i++)
        {
            Assert.IsFalse(writing.IsCompleted);
            var values = (await reader.MultiReadAsync(read)).Results.Select(result => result.Data!.Value.Data![0]).Distinct().ToArray();
            Assert.HasCount(1, values);
            seen.Add(values[0]);
        }

        await stop.CancelAsync();
        await writing;
    }
}
