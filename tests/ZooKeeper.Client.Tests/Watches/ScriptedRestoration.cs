using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Protocol;
using ZooKeeper.Client.Tests.Session;
using ZooKeeper.Client.Tests.Trees;

namespace ZooKeeper.Client.Tests.Watches;

/// <summary>What a scripted server does with the watches that a client sets again after a reconnect.</summary>
internal static class ScriptedRestoration
{
    public const string Watched = "/watched";
    public const long Seen = 3;

    public static async Task ServeTheReadAsync(ScriptedConnection connection, long zxid = Seen)
    {
        var (read, _) = await connection.ReadRequestAsync();
        await connection.ReplyAsync(read.Xid, zxid, body: new GetDataReply([], new StatRecord(default)));
    }

    public static async Task TakeTheWatchBackAsync(ScriptedConnection connection)
    {
        var xid = await ReadSetWatchesAsync(connection);
        await connection.EventAsync((int)WatchEventType.NodeDataChanged, Watched);
        await connection.ReplyAsync(xid, zxid: 7);
        await connection.ServeAsync();
    }

    public static async Task<int> ReadSetWatchesAsync(ScriptedConnection connection, long relativeZxid = Seen)
    {
        var (header, content) = await connection.ReadRequestAsync();
        Assert.AreEqual(OpCode.SetWatches, header.OpCode);
        var request = Jute.Decode<SetWatchesRequest>(content.AsSpan(8));
        Assert.AreEqual(relativeZxid, request.RelativeZxid);
        CollectionAssert.AreEqual(new[] { Watched }, request.DataWatches.ToArray());
        return header.Xid;
    }

    public static async Task<SetWatchesRequest> ReadSetWatchesOrAnswerAsync(ScriptedConnection connection, Predicate<SetWatchesRequest>? isWanted = null)
    {
        while (true)
        {
            var (header, content) = await connection.ReadRequestAsync();
            await connection.ReplyAsync(header.Xid, zxid: 7);
            if (header.Xid == Xid.SetWatches && Jute.Decode<SetWatchesRequest>(content.AsSpan(8)) is var request && isWanted?.Invoke(request) is not false)
            {
                return request;
            }
        }
    }

    public static async Task<(int Xid, SetWatchesRequest Request)> AnswerUntilSetWatchesAsync(ScriptedConnection connection, ScriptedTree tree)
    {
        while (true)
        {
            var (header, content) = await connection.ReadRequestAsync();
            if (header.Xid == Xid.SetWatches)
            {
                return (header.Xid, Jute.Decode<SetWatchesRequest>(content.AsSpan(8)));
            }

            await tree.AnswerAsync(header, content);
        }
    }
}
