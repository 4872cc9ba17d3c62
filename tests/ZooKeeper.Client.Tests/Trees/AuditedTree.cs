using System.Text;
using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>A tree whose owner can hide znodes from the client that mirrors it, and a clock that drives the audit of the mirror.</summary>
internal sealed record AuditedTree(
    string Root, FakeTimeProvider Time, LoopbackProxy Proxy, ZooKeeperClient Owner, ZooKeeperClient Client, ZooKeeperMirror Mirror, RecordingLogger Log)
    : IAsyncDisposable
{
    /// <summary>The longest duration of a pass over the tree.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Only the owner may read.</summary>
    public static readonly IReadOnlyList<Acl> Private = [Acl.Digest(Permissions.All, "owner", "secret")];

    public static async Task<AuditedTree> StartAsync(params string[] paths)
    {
        var root = SharedServer.UniquePath();
        var owner = await SharedServer.ConnectAsync();
        await owner.AddAuthAsync("digest", "owner:secret"u8.ToArray());
        await owner.CreateAsync(root);
        foreach (var path in paths)
        {
            await owner.CreateAsync(root + path, "old"u8.ToArray());
        }

        var (time, log) = (new FakeTimeProvider(), new RecordingLogger());
        var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        var client = await TestClient.ConnectAsync(proxy.ConnectionString, options =>
        {
            options.SessionTimeout = 6 * Interval;
            options.TimeProvider = time;
            options.LoggerFactory = log;
        });
        var mirror = client.Mirror([root], Interval);
        await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);
        await mirror.RefreshAsync().WaitAsync(TestClient.Deadline);
        return new AuditedTree(root, time, proxy, owner, client, mirror, log);
    }

    public string? ValueOf(string path) => Mirror.Current!.Find(Root + path)?.Data is { } data ? Encoding.UTF8.GetString(data.Span) : null;

    public async Task HideAsync(params string[] paths)
    {
        SharedServer.DemandHidesUnreadable();
        foreach (var path in paths)
        {
            await Owner.SetAclAsync(Root + path, [.. Private, new Acl(Permissions.Create | Permissions.Delete, "world", "anyone")]);
        }
    }

    /// <summary>Writes a znode while the mirror cannot read it, and asserts that the mirror did not notice.</summary>
    public async Task WriteUnseenAsync(string path, string value)
    {
        await HideAsync(path);
        await Owner.SetDataAsync(Root + path, Encoding.UTF8.GetBytes(value));
        await Owner.SetAclAsync(Root + path, Acl.Open);
        await Mirror.RefreshAsync().WaitAsync(TestClient.Deadline);
        Assert.AreNotEqual(value, ValueOf(path));
    }

    /// <summary>Advances the clock by the longest duration of a pass over the tree.</summary>
    public Task PassAsync() => AdvanceAsync(Interval);

    /// <summary>Advances the clock, and waits for the reply to each chunk that is due in this time.</summary>
    public async Task AdvanceAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Interval / 100)
        {
            Time.Advance(Interval / 100);
            await Mirror.RefreshAsync().WaitAsync(TestClient.Deadline);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Mirror.DisposeAsync();
        await Client.DisposeAsync();
        await Owner.DisposeAsync();
        await Proxy.DisposeAsync();
    }
}
