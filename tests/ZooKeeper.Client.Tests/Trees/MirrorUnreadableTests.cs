using System.Text;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>Znodes that the mirror has no permission to read.</summary>
[TestClass]
public sealed class MirrorUnreadableTests
{
    private static readonly IReadOnlyList<Acl> Private =
        [Acl.Digest(Permissions.All, "owner", "secret"), new Acl(Permissions.Create | Permissions.Delete, "world", "anyone")];

    [TestMethod]
    public async Task Mirror_UnreadableDescendant_IsReportedAndTheRestFollowed()
    {
        await using var owner = await ConnectOwnerAsync();
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await owner.CreateAsync(root);
        await owner.CreateAsync(root + "/private", [1], acl: Private);
        await owner.CreateAsync(root + "/private/below", [1]);
        await owner.CreateAsync(root + "/public", [1]);
        await using var mirror = client.Mirror(root);
        var snapshot = await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);

        Assert.IsFalse(snapshot.Find(root + "/private")!.IsReadable);
        Assert.IsNull(snapshot.Find(root + "/private")!.Data);
        Assert.IsNull(snapshot.Find(root + "/private/below"));
        CollectionAssert.AreEqual(new[] { root + "/private" }, mirror.UnreadablePaths.ToArray());

        // Events of readable znodes below it arrive, although these znodes are not in the snapshot.
        await owner.SetDataAsync(root + "/private/below", [2]);
        await owner.CreateAsync(root + "/private/other", [2]);
        await owner.DeleteAsync(root + "/private/other");
        await owner.SetDataAsync(root + "/public", [2]);
        await Eventually.TrueAsync(() => mirror.Current!.Find(root + "/public")!.Data!.Value.Span[0] == 2);
        Assert.IsNull(mirror.Current!.Find(root + "/private/below"));
    }

    [TestMethod]
    public async Task Mirror_UnreadableZnodeDeletedWithoutEvent_IsGoneAfterTheNextChangeBesideIt()
    {
        SharedServer.DemandHidesUnreadable();
        await using var owner = await ConnectOwnerAsync();
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await owner.CreateAsync(root);
        await owner.CreateAsync(root + "/private", [1], acl: Private);
        await using var mirror = client.Mirror(root);
        await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);

        await owner.DeleteAsync(root + "/private");
        await owner.CreateAsync(root + "/public", [1]);
        await Eventually.TrueAsync(() => mirror.Current!.Find(root + "/private") is null);
        Assert.IsNotNull(mirror.Current!.Find(root + "/public"));
        await Eventually.TrueAsync(() => mirror.UnreadablePaths.Count == 0);
    }

    [TestMethod]
    public async Task Mirror_ZnodeThatBecomesReadable_IsReadAtTheNextReconnect()
    {
        await using var owner = await ConnectOwnerAsync();
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString);
        var root = SharedServer.UniquePath();
        await owner.CreateAsync(root);
        await owner.CreateAsync(root + "/private", [1], acl: Private);
        await owner.CreateAsync(root + "/private/below", [1]);
        await using var mirror = client.Mirror(root);
        await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);

        await owner.SetAclAsync(root + "/private", Acl.Open);
        proxy.DropConnections();
        await Eventually.TrueAsync(() => mirror.Current!.Find(root + "/private/below") is { IsReadable: true });
        Assert.IsEmpty(mirror.UnreadablePaths);
    }

    [TestMethod]
    public async Task Mirror_ReattachedWithAnotherIdentityAndNothingWritten_ReadsWhatItMay()
    {
        await using var server = await ZooKeeperServer.StartAsync(); // a server of its own, so that no other test writes
        await using var proxy = await LoopbackProxy.StartAsync(server.Port);
        await using var owner = await TestClient.ConnectAsync(server.ConnectionString, options => options.DigestIdentities.Add(new("owner", "secret")));
        await owner.MultiAsync(new Multi().Create("/app", null).Create("/app/private", [1], acl: Private));
        var password = "wrong";
        await using var client = await TestClient.ConnectAsync(
            proxy.ConnectionString, options => options.DigestIdentitiesProvider = _ => new([new DigestIdentity("owner", password)]));
        await using var mirror = client.Mirror("/app");
        await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);
        Assert.IsNotEmpty(mirror.UnreadablePaths);
        await Eventually.TrueAsync(async () =>
        {
            await client.ExistsAsync("/");
            return mirror.Zxid == client.LastZxid;
        });

        password = "secret";
        proxy.DropConnections();
        await Eventually.TrueAsync(() => mirror.Current!.Find("/app/private")!.Data is { } data && data.Span[0] == 1);
        Assert.IsEmpty(mirror.UnreadablePaths);
    }

    [TestMethod]
    public async Task Mirror_RootThatBecomesUnreadableAndNothingElseWritten_IsNoticedAtTheNextReconnect()
    {
        await using var server = await ZooKeeperServer.StartAsync(); // a server of its own, so that no other test writes
        await using var proxy = await LoopbackProxy.StartAsync(server.Port);
        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString);
        await client.CreateAsync("/app", [1]);
        await using var mirror = client.Mirror("/app", "/missing");
        var readable = await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);

        await client.SetAclAsync("/app", Private);
        await Eventually.TrueAsync(async () =>
        {
            await client.ExistsAsync("/");
            return mirror.Zxid == client.LastZxid; // the mirror has no event to wait for
        });
        proxy.DropConnections();

        var unreadable = await mirror.NextAsync(readable).WaitAsync(TestClient.Deadline);
        Assert.IsFalse(unreadable.Find("/app")!.IsReadable);
        Assert.AreEqual(1, unreadable.Find("/app")!.LastReadable!.Data!.Value.Span[0]);
    }

    [TestMethod]
    public async Task Mirror_ZnodeThatBecomesReadable_IsReadAfterAWhileWithoutReconnect()
    {
        var time = new SkippingTime();
        await using var owner = await ConnectOwnerAsync();
        await using var client = await SharedServer.ConnectAsync(options => options.TimeProvider = time);
        var root = SharedServer.UniquePath();
        await owner.CreateAsync(root);
        await owner.CreateAsync(root + "/private", [1], acl: Private);
        await using var mirror = client.Mirror(root);
        await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);

        await owner.SetAclAsync(root + "/private", Acl.Open);
        await Eventually.TrueAsync(async () =>
        {
            time.Skip(TimeSpan.FromSeconds(2)); // less than a silence that ends the connection
            await client.ExistsAsync("/"); // the mirror retries at a reply
            return mirror.Current!.Find(root + "/private")!.IsReadable;
        });
    }

    [TestMethod]
    public async Task Mirror_ZnodeThatBecomesUnreadable_KeepsWhatWasKnownOfItApart()
    {
        await using var owner = await ConnectOwnerAsync();
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString);
        var root = SharedServer.UniquePath();
        await owner.CreateAsync(root);
        await owner.CreateAsync(root + "/private", [1]);
        await owner.CreateAsync(root + "/private/below", [2]);
        await using var mirror = client.Mirror(root);
        var readable = await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);

        await owner.SetAclAsync(root + "/private", Private);
        proxy.DropConnections();
        await Eventually.TrueAsync(() => mirror.Current!.Find(root + "/private") is { IsReadable: false });
        var unreadable = mirror.Current!;
        Assert.IsNull(unreadable.Find(root + "/private")!.Data);
        Assert.IsNull(unreadable.Find(root + "/private/below"));
        Assert.AreEqual(1, unreadable.Find(root + "/private")!.LastReadable!.Data!.Value.Span[0]);
        Assert.AreEqual(2, unreadable.Find(root + "/private")!.LastReadable!.FindChild("below")!.Data!.Value.Span[0]);
        CollectionAssert.AreEqual(new[] { root + "/private" }, unreadable.Changes(readable).Select(change => change.Path).ToArray());

        await owner.DeleteAsync(root + "/private/below");
        await owner.SetAclAsync(root + "/private", Acl.Open);
        proxy.DropConnections();
        await Eventually.TrueAsync(() => mirror.Current!.Find(root + "/private") is { IsReadable: true });
        var again = mirror.Current!;
        Assert.IsNull(again.Find(root + "/private")!.LastReadable);
        CollectionAssert.AreEqual(
            new[] { root + "/private", root + "/private/below" },
            again.Changes(unreadable).Select(change => change.Path).Order(StringComparer.Ordinal).ToArray());
    }

    [TestMethod]
    public async Task Mirror_UnreadableRoot_IsPublishedAsUnreadable()
    {
        await using var owner = await ConnectOwnerAsync();
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await owner.CreateAsync(root, [1], acl: Private);
        await using var mirror = client.Mirror(root);
        var snapshot = await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);

        Assert.IsFalse(snapshot.Find(root)!.IsReadable);
    }

    private static async Task<ZooKeeperClient> ConnectOwnerAsync()
    {
        var client = await SharedServer.ConnectAsync();
        await client.AddAuthAsync("digest", Encoding.UTF8.GetBytes("owner:secret"));
        return client;
    }
}
