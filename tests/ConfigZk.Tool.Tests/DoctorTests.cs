using ConfigZk.Tool.Errors;
using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Client;
using ZooKeeper.DevServer;

namespace ConfigZk.Tool.Tests;

/// <summary>The doctor names what an operator needs to know, and finds roots that two tools manage.</summary>
[TestClass]
public sealed class DoctorTests
{
    [TestMethod]
    public async Task Doctor_RootsThroughDifferentChroots_NamesTheOverlap()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        using var tool = new Tool(server.ConnectionString);
        using var chrooted = new Tool($"{server.ConnectionString}/apps");
        await tool.MustAsync("set", "/apps/config/shop/A", "1", "--root", "/apps/config/shop", "-y");
        var healthy = await tool.MustAsync("doctor", "/apps/config/shop");
        Assert.Contains("managed roots   /apps/config/shop", healthy);
        await chrooted.MustAsync("set", "/config/shop/Db/B", "1", "--root", "/config/shop/Db", "-y");

        foreach (var path in new[] { "/", "/apps/config/shop" })
        {
            var run = await tool.RunAsync("doctor", path);

            Assert.AreEqual(ExitCode.No, run.Code, run.Out);
            Assert.Contains("/apps/config/shop/Db (history below /apps/configzk) is at or below /apps/config/shop (history below /configzk)", run.Out);
            Assert.HasCount(1, (await tool.RunAsync("doctor", path, "-o", "json")).Json["overlaps"]!.AsArray());
        }
    }

    [TestMethod]
    public async Task Doctor_ForPrograms_HasNamesAndValuesOfTheirOwn()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        using var tool = new Tool(server.ConnectionString);
        await tool.MustAsync("apply", "/config/shop", "-f", tool.WriteFile("a.json", """{ "A": "1", "B": "2" }"""), "-y");

        var document = (await tool.RunAsync("doctor", "/config/shop", "-o", "json")).Json;

        Assert.AreEqual(
            "schema, server, connectMilliseconds, syncMilliseconds, identities, path, controlPath, managedRoots, overlaps", string.Join(", ", document.AsObject().Select(property => property.Key)));
        Assert.AreEqual(server.ConnectionString, (string)document["server"]!);
        Assert.IsGreaterThan(0, (double)document["connectMilliseconds"]!);
        Assert.IsGreaterThan(0, (double)document["syncMilliseconds"]!);
        Assert.Contains("ip:127.0.0.1", document["identities"]!.AsArray().Select(identity => (string)identity!));
        Assert.AreEqual("""{"path":"/config/shop","exists":true,"children":2,"acl":["world:anyone:cdrwa"]}""", document["path"]!.ToJsonString());
        Assert.AreEqual("/configzk", (string)document["controlPath"]!["path"]!);
        Assert.AreEqual("""["/config/shop"]""", document["managedRoots"]!.ToJsonString());
        Assert.IsEmpty(document["overlaps"]!.AsArray());
    }

    [TestMethod]
    public async Task Doctor_WhatIsMissingOrNotReadable_IsNull()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        var options = new ZooKeeperClientOptions { ConnectionString = server.ConnectionString };
        options.DigestIdentities.Add(new DigestIdentity("alice", "pw"));
        await using var client = await ZooKeeperClient.ConnectAsync(options);
        using var tool = new Tool(server.ConnectionString);
        await tool.MustAsync("init", "/config/shop");
        await ManagedRoot.SetHistoryAccessAsync(client, [Acl.Digest(Permissions.All, "alice", "pw")]);

        var document = (await tool.RunAsync("doctor", "/config/typo", "-o", "json")).Json;

        Assert.AreEqual("""{"path":"/config/typo","exists":false,"children":null,"acl":null}""", document["path"]!.ToJsonString());
        Assert.AreEqual("""{"path":"/configzk","exists":true,"children":null,"acl":null}""", document["controlPath"]!.ToJsonString());
        Assert.IsNull(document["managedRoots"]);
        Assert.Contains("exists, but its ACL is not readable", await tool.MustAsync("doctor", "/config/typo"));
    }
}
