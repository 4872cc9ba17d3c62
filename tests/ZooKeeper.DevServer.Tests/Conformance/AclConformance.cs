using System.Security.Cryptography;
using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests.Conformance;

public abstract class AclConformance(SharedServer server) : ConformanceTest(server)
{
    private static readonly Acl OpenEntry = new(Permissions.All, "world", "anyone");

    [TestMethod]
    public async Task SetAcl_Permitted_ChangesAversionOnly()
    {
        var (session, root) = await ConnectWithRootAsync();
        var before = await session.StatAsync(root);
        var after = (await session.SetAclAsync(root, [OpenEntry, new Acl(Permissions.Read, "ip", "10.0.0.0/8")])).Stat();
        Assert.AreEqual(before with { Aversion = 1 }, after);
        var reply = (await session.GetAclAsync(root)).As<GetAclReply>();
        Assert.AreEqual(after, reply.Stat.Stat);
        CollectionAssert.AreEqual(new[] { OpenEntry, new Acl(Permissions.Read, "ip", "10.0.0.0/8") }, AclRecord.Unwrap(reply.Acl));
    }

    [TestMethod]
    public async Task SetAcl_ByVersion_IsComparedWithTheAversion()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.SetDataAsync(root)).Ok();
        (await session.SetDataAsync(root)).Ok();
        (await session.SetAclAsync(root, Acl.Open, version: 2)).Failed(ErrorCode.BadVersion);
        Assert.AreEqual(1, (await session.SetAclAsync(root, Acl.Open, version: 0)).Stat().Aversion);
        (await session.SetAclAsync(root, Acl.Open, version: 0)).Failed(ErrorCode.BadVersion);
        Assert.AreEqual(2, (await session.SetAclAsync(root, Acl.Open, version: 1)).Stat().Aversion);
    }

    [TestMethod]
    public async Task SetAcl_SeveralErrors_ReportsTheFirstOfPathAclNodePermissionAndVersion()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CreateAsync(root + "/closed", acl: OnlyFor("somebody"))).Ok();
        (await session.SetAclAsync("relative", [])).Failed(ErrorCode.BadArguments);
        (await session.SetAclAsync(root + "/\u0001", [])).Failed(ErrorCode.BadArguments);
        (await session.SetAclAsync(root + "/missing", [])).Failed(ErrorCode.InvalidAcl);
        (await session.SetAclAsync(root + "/closed", [new Acl(Permissions.All, "unknown", "id")])).Failed(ErrorCode.InvalidAcl);
        (await session.SetAclAsync(root + "/missing", Acl.Open)).Failed(ErrorCode.NoNode);
        (await session.SetAclAsync(root + "/closed", Acl.Open, version: 7)).Failed(ErrorCode.NoAuth);
    }

    [TestMethod]
    public async Task SetAcl_SameEntryTwice_IsKeptOnce()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.SetAclAsync(root, [OpenEntry, OpenEntry])).Ok();
        CollectionAssert.AreEqual(new[] { OpenEntry }, await session.AclOfAsync(root));
    }

    [TestMethod]
    [DataRow(Permissions.Read)]
    [DataRow(Permissions.Write)]
    [DataRow(Permissions.Create)]
    [DataRow(Permissions.Delete)]
    [DataRow(Permissions.Admin)]
    public async Task Permission_OfOneKind_PermitsItsOperationsOnly(Permissions permission)
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/child");
        (await session.SetAclAsync(root, [new Acl(permission, "world", "anyone")])).Ok();

        Assert.AreEqual(Expected(Permissions.Read), (await session.GetDataAsync(root)).Error);
        Assert.AreEqual(Expected(Permissions.Read), (await session.GetChildrenAsync(root)).Error);
        Assert.AreEqual(Expected(Permissions.Write), (await session.SetDataAsync(root)).Error);
        Assert.AreEqual(Expected(Permissions.Create), (await session.CreateAsync(root + "/new")).Error);
        Assert.AreEqual(Expected(Permissions.Delete), (await session.DeleteAsync(root + "/child")).Error);
        Assert.AreEqual(Expected(Permissions.Read | Permissions.Admin), (await session.GetAclAsync(root)).Error);
        var check = (await session.MultiAsync(Operation.Check(root))).As<MultiReply>().Results.Single();
        Assert.AreEqual(Expected(Permissions.Read), check.Result is IntReply error ? (ErrorCode)error.Value : ErrorCode.Ok);
        Assert.AreEqual(Expected(Permissions.Admin), (await session.SetAclAsync(root, Acl.Open)).Error);

        ErrorCode Expected(Permissions any) => (permission & any) != 0 ? ErrorCode.Ok : ErrorCode.NoAuth;
    }

    [TestMethod]
    public async Task Auth_Digest_IsWhoItsPasswordSays()
    {
        var (creator, root) = await ConnectWithRootAsync();
        (await creator.SetAclAsync(root, OnlyFor("ann"))).Ok();
        (await creator.GetDataAsync(root)).Failed(ErrorCode.NoAuth);

        var session = await ConnectAsync();
        (await session.AuthAsync("digest", "ann:wrong")).OkWithoutBody();
        (await session.GetDataAsync(root)).Failed(ErrorCode.NoAuth);
        (await session.AuthAsync("digest", "ann:secret")).OkWithoutBody();
        (await session.GetDataAsync(root)).Ok();
    }

    [TestMethod]
    public async Task Auth_SeveralIdentities_AddUp()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/ann", root + "/bob");
        (await session.SetAclAsync(root + "/ann", OnlyFor("ann"))).Ok();
        (await session.SetAclAsync(root + "/bob", OnlyFor("bob"))).Ok();
        (await session.AuthAsync("digest", "ann:secret")).Ok();
        (await session.AuthAsync("digest", "bob:secret")).Ok();
        (await session.GetDataAsync(root + "/ann")).Ok();
        (await session.GetDataAsync(root + "/bob")).Ok();
    }

    [TestMethod]
    public async Task Auth_Identity_BelongsToTheConnection()
    {
        var first = await ConnectAsAsync("ann");
        var path = UniquePath();
        (await first.CreateAsync(path, acl: Acl.Creator)).Ok();
        var second = await ReattachAsync(first);
        (await second.GetDataAsync(path)).Failed(ErrorCode.NoAuth);
        (await second.AuthAsync("digest", "ann:secret")).Ok();
        (await second.GetDataAsync(path)).Ok();
    }

    [TestMethod]
    public async Task Auth_DigestWithoutColon_IsAccepted()
    {
        var session = await ConnectAsync();
        (await session.AuthAsync("digest", "ann")).OkWithoutBody();
        var path = UniquePath();
        (await session.CreateAsync(path, acl: Acl.Creator)).Ok();
        var hash = Convert.ToBase64String(SHA1.HashData("ann"u8));
        Assert.AreEqual(new Acl(Permissions.All, "digest", $"ann:{hash}"), (await session.AclOfAsync(path)).Single());
    }

    [TestMethod]
    [DataRow("auth")]
    [DataRow("world")]
    [DataRow("unknown")]
    public async Task Auth_UnknownScheme_AuthFailedThenClosed(string scheme)
    {
        var session = await ConnectAsync();
        var reply = await session.AuthAsync(scheme, "somebody:secret");
        reply.Failed(ErrorCode.AuthFailed);
        Assert.AreEqual((Xid.Auth, 0), (reply.Xid, reply.Zxid));
        await session.ClosedAsync();
    }

    [TestMethod]
    public async Task Auth_Failed_LaterRequestsAreNotAnswered()
    {
        var session = await ConnectAsync();
        var path = UniquePath();
        var auth = WireConnection.Frame(new RequestHeader(Xid.Auth, OpCode.Auth), new AuthPacket(0, "unknown", []));
        var create = WireConnection.Frame(new RequestHeader(1, OpCode.Create), new CreateRequest(path, null, AclRecord.Wrap(Acl.Open), CreateMode.Persistent));
        await session.WriteAsync((byte[])[.. auth, .. create]);
        (await session.ReplyAsync()).Failed(ErrorCode.AuthFailed);
        await session.ClosedAsync();
        Assert.IsFalse(await (await ConnectAsync()).HasAsync(path));
    }

    [TestMethod]
    public async Task Auth_Succeeded_RepliesWithZxidZero()
    {
        var session = await ConnectAsync();
        var reply = await session.AuthAsync("digest", "ann:secret");
        reply.OkWithoutBody();
        Assert.AreEqual((Xid.Auth, 0), (reply.Xid, reply.Zxid));
    }

    [TestMethod]
    public async Task Auth_SuperUser_PassesEveryAcl()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.SetAclAsync(root, OnlyFor("somebody", Permissions.None))).Ok();
        (await session.SetDataAsync(root)).Failed(ErrorCode.NoAuth);
        (await session.AuthAsync("digest", ConformanceServer.SuperUser)).Ok();
        (await session.SetDataAsync(root)).Ok();
        (await session.CreateAsync(root + "/child")).Ok();
        (await session.SetAclAsync(root, Acl.Open)).Ok();
    }

    [TestMethod]
    public async Task AuthAcl_WithIdentities_BecomesAnEntryForEach()
    {
        var session = await ConnectAsAsync("ann");
        (await session.AuthAsync("digest", "bob:secret")).Ok();
        var path = UniquePath();
        (await session.CreateAsync(path, acl: [new Acl(Permissions.Read | Permissions.Admin, "auth", "whatever")])).Ok();
        CollectionAssert.AreEquivalent(
            new[]
            {
                Acl.Digest(Permissions.Read | Permissions.Admin, "ann", "secret"),
                Acl.Digest(Permissions.Read | Permissions.Admin, "bob", "secret"),
            },
            await session.AclOfAsync(path));
        (await session.SetAclAsync(path, Acl.Creator)).Ok();
        Assert.HasCount(2, await session.AclOfAsync(path));
    }

    [TestMethod]
    [DataRow("127.0.0.1", true)]
    [DataRow("127.0.0.1/32", true)]
    [DataRow("127.255.0.0/8", true)]
    [DataRow("0.0.0.0/0", true)]
    [DataRow("127.0.0.2", false)]
    [DataRow("127.0.0.2/31", false)]
    [DataRow("10.0.0.0/8", false)]
    public async Task IpAcl_OfARange_IsForTheAddressesInIt(string range, bool permits)
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.SetAclAsync(root, [new Acl(Permissions.Read, "ip", range)])).Ok();
        Assert.AreEqual(permits ? ErrorCode.Ok : ErrorCode.NoAuth, (await session.GetDataAsync(root)).Error);
    }

    [TestMethod]
    public async Task GetAcl_WithoutAdmin_MasksTheHashesOfPasswords()
    {
        var (creator, root) = await ConnectWithRootAsync();
        var hash = Acl.Digest(Permissions.All, "ann", "secret");
        Acl[] acl = [new(Permissions.Read, "world", "anyone"), hash, new(Permissions.Read, "ip", "127.0.0.1/8")];
        (await creator.SetAclAsync(root, acl)).Ok();
        CollectionAssert.AreEqual(new[] { acl[0], hash with { Id = "ann:x" }, acl[2] }, await creator.AclOfAsync(root));
        var ann = await ConnectAsAsync("ann");
        CollectionAssert.AreEqual(acl, await ann.AclOfAsync(root));
    }

    [TestMethod]
    public async Task GetAcl_WithAdminAlone_ShowsEverything()
    {
        var (session, root) = await ConnectWithRootAsync();
        Acl[] acl = [new(Permissions.Admin, "world", "anyone"), Acl.Digest(Permissions.All, "ann", "secret")];
        (await session.SetAclAsync(root, acl)).Ok();
        CollectionAssert.AreEqual(acl, await session.AclOfAsync(root));
        (await session.GetDataAsync(root)).Failed(ErrorCode.NoAuth);
    }
}

[TestClass]
public sealed class ApacheAclConformance() : AclConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerAclConformance() : AclConformance(SharedServers.DevServer);
