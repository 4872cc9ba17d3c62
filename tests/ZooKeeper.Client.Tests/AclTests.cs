namespace ZooKeeper.Client.Tests;

[TestClass]
public sealed class AclTests
{
    [TestMethod]
    public async Task SetAclAsync_ReplacesTheAcl_AndComparesTheAversion()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        CollectionAssert.AreEqual(Acl.Open.ToArray(), (await client.GetAclAsync(path)).Acl.ToArray());

        Acl[] acl = [new(Permissions.Read | Permissions.Admin, "world", "anyone"), new(Permissions.All, "ip", "127.0.0.1")];
        var stat = await client.SetAclAsync(path, acl, version: 0);
        Assert.AreEqual(1, stat.Aversion);
        var read = await client.GetAclAsync(path);
        CollectionAssert.AreEquivalent(acl, read.Acl.ToArray());
        Assert.AreEqual(stat, read.Stat);
        await Assert.ThrowsExactlyAsync<BadVersionException>(() => client.SetAclAsync(path, acl, version: 0));
    }

    [TestMethod]
    public async Task Acl_Digest_DeniesWithoutIt_AndAllowsWithIt()
    {
        var path = SharedServer.UniquePath();
        await using var owner = await SharedServer.ConnectAsync(options => options.DigestIdentities.Add(new DigestIdentity("owner", "secret")));
        await owner.CreateAsync(path, [1], acl: [Acl.Digest(Permissions.All, "owner", "secret")]);

        await using var stranger = await SharedServer.ConnectAsync(options => options.DigestIdentities.Add(new DigestIdentity("owner", "wrong")));
        var exception = await Assert.ThrowsExactlyAsync<NoAuthException>(() => stranger.GetDataAsync(path));
        Assert.AreEqual(path, exception.Path);
        Assert.DoesNotContain("wrong", exception.ToString().Replace("wrong digest", ""));
        await Assert.ThrowsExactlyAsync<NoAuthException>(() => stranger.SetDataAsync(path, []));
        await Assert.ThrowsExactlyAsync<NoAuthException>(() => stranger.GetChildrenAsync(path));

        await stranger.AddAuthAsync("digest", "owner:secret"u8.ToArray());
        CollectionAssert.AreEqual(new byte[] { 1 }, (await stranger.GetDataAsync(path)).Data);
    }

    [TestMethod]
    public async Task Acl_Creator_IsTheIdentityOfTheConnection()
    {
        var path = SharedServer.UniquePath();
        await using var client = await SharedServer.ConnectAsync();
        var exception = await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.CreateAsync(path, acl: Acl.Creator));
        Assert.AreEqual(ErrorCode.InvalidAcl, exception.ErrorCode);

        await client.AddAuthAsync("digest", "me:pw"u8.ToArray());
        await client.CreateAsync(path, acl: Acl.Creator);
        Assert.AreEqual(Acl.Digest(Permissions.All, "me", "pw"), (await client.GetAclAsync(path)).Acl.Single());
    }

    [TestMethod]
    public async Task Identities_AreReplayedOnANewConnection_BeforeWaitingRequests()
    {
        var path = SharedServer.UniquePath();
        await using var proxy = await Testing.LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString, options => options.DigestIdentities.Add(new DigestIdentity("a", "1")));
        await client.AddAuthAsync("digest", "b:2"u8.ToArray());
        await client.CreateAsync(path + "-a", acl: [Acl.Digest(Permissions.All, "a", "1")]);
        await client.CreateAsync(path + "-b", acl: [Acl.Digest(Permissions.All, "b", "2")]);

        var states = client.RecordStates();
        proxy.DropConnections();
        await states.NextAsync(state => state == SessionState.Disconnected);
        var reads = new[] { client.GetDataAsync(path + "-a"), client.GetDataAsync(path + "-b") };
        await Task.WhenAll(reads).WaitAsync(TestClient.Deadline);
    }

    [TestMethod]
    public async Task WhoAmIAsync_NamesTheIdentities()
    {
        await using var client = await SharedServer.ConnectAsync(options => options.DigestIdentities.Add(new DigestIdentity("me", "pw")));
        if (!SharedServer.Version.HasWhoAmI)
        {
            var e = await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.WhoAmIAsync());
            Assert.AreEqual(ErrorCode.Unimplemented, e.ErrorCode);
            return;
        }

        var identities = await client.WhoAmIAsync();
        Assert.Contains(new ClientIdentity("ip", "127.0.0.1"), identities);
        Assert.Contains(identity => identity.Scheme == "digest" && identity.User.StartsWith("me", StringComparison.Ordinal), identities);
    }

    [TestMethod]
    public async Task ReadOnlyAcl_DeniesWrites()
    {
        var path = SharedServer.UniquePath();
        await using var client = await SharedServer.ConnectAsync();
        await client.CreateAsync(path, [1], acl: Acl.ReadOnly);
        Assert.IsNotNull((await client.GetDataAsync(path)).Data);
        await Assert.ThrowsExactlyAsync<NoAuthException>(() => client.SetDataAsync(path, []));
    }
}
