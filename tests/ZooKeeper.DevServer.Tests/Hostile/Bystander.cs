using System.Text;
using ZooKeeper.DevServer.Tests.Switches;

namespace ZooKeeper.DevServer.Tests.Hostile;

/// <summary>A session that has nothing to do with what others do to the server, and that has to go on.</summary>
internal sealed class Bystander : IAsyncDisposable
{
    private const string Path = "/bystander";

    private readonly WireSession _session;
    private int _version;

    private Bystander(WireSession session) => _session = session;

    public static async Task<Bystander> ConnectAsync(ZooKeeperDevServer server)
    {
        await server.SetAsync(Path, "0");
        return new Bystander(await server.OpenAsync(TimeSpan.FromSeconds(40)));
    }

    /// <summary>Writes and reads its znode, over the connection that it has had from the beginning.</summary>
    public async Task GoesOnAsync(int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            var value = Encoding.ASCII.GetBytes($"{_version + 1}");
            Assert.AreEqual(++_version, (await _session.SetDataAsync(Path, value)).Stat().Version);
            CollectionAssert.AreEqual(value, (await _session.GetDataAsync(Path)).As<Client.Protocol.GetDataReply>().Data);
        }
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
