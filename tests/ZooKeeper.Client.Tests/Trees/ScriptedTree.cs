using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Protocol;
using ZooKeeper.Client.Tests.Session;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>The tree of a scripted server, and the replies that a real server would give. The script decides when to give them.</summary>
internal sealed class ScriptedTree(ScriptedConnection connection)
{
    private readonly Dictionary<string, (byte[] Data, Stat Stat)> _znodes = new(StringComparer.Ordinal);

    /// <summary>The zxid of the last change.</summary>
    public long Zxid { get; private set; } = 1;

    /// <summary>Creates or writes a znode, in a transaction of its own.</summary>
    public void Set(string path, params byte[] data)
    {
        Zxid++;
        var isNew = !_znodes.TryGetValue(path, out var before);
        _znodes[path] = (data, new Stat(isNew ? Zxid : before.Stat.Czxid, Zxid, 0, 0, 0, 0, 0, 0, data.Length, 0, isNew ? Zxid : before.Stat.Pzxid));
    }

    public void Remove(string path)
    {
        Zxid++;
        _znodes.Remove(path);
    }

    /// <summary>Writes a znode, and tells the client of it.</summary>
    public Task WriteAsync(string path, params byte[] data)
    {
        Set(path, data);
        return connection.EventAsync((int)WatchEventType.NodeDataChanged, path);
    }

    /// <summary>Deletes a znode, and tells the client of it.</summary>
    public Task DeleteAsync(string path)
    {
        Remove(path);
        return connection.EventAsync((int)WatchEventType.NodeDeleted, path);
    }

    /// <summary>Answers requests up to the one that reads a path.</summary>
    public async Task AnswerThroughAsync(string path)
    {
        while (true)
        {
            var (header, content) = await connection.ReadRequestAsync();
            await AnswerAsync(header, content);
            if (header.OpCode == OpCode.MultiRead && PathsOf(content).Contains(path))
            {
                return;
            }
        }
    }

    /// <summary>The next read of the mirror. Other requests are answered on the way.</summary>
    public async Task<(RequestHeader Header, byte[] Content)> ReadMultiReadAsync()
    {
        while (true)
        {
            var (header, content) = await connection.ReadRequestAsync();
            if (header.OpCode == OpCode.MultiRead)
            {
                return (header, content);
            }

            await AnswerAsync(header, content);
        }
    }

    public async Task ServeAsync()
    {
        while (true)
        {
            var (header, content) = await connection.ReadRequestAsync();
            await AnswerAsync(header, content);
        }
    }

    public Task AnswerAsync(RequestHeader header, byte[] content)
    {
        connection.Zxid = Zxid;
        return header.OpCode switch
        {
            OpCode.MultiRead => ReplyAsync(new MultiReply([.. Jute.Decode<MultiRequest>(content.AsSpan(8)).Operations.Select(Answer)])),
            OpCode.AddWatch => ReplyAsync(new IntReply(0)),
            OpCode.Sync => ReplyAsync(new PathReply("/")),
            OpCode.Exists when Jute.Decode<ReadRequest>(content.AsSpan(8)).Path is var path && _znodes.ContainsKey(path) => ReplyAsync(new StatReply(StatOf(path))),
            OpCode.Exists => connection.ReplyAsync(header.Xid, Zxid, ErrorCode.NoNode),
            _ => ReplyAsync(default(Nothing)),
        };

        Task ReplyAsync(IRecord body) => connection.ReplyAsync(header.Xid, Zxid, body: body);
    }

    private static IEnumerable<string> PathsOf(byte[] content) =>
        Jute.Decode<MultiRequest>(content.AsSpan(8)).Operations.Select(operation => ((ReadRequest)operation.Request).Path);

    private string[] ChildrenOf(string path) => [.. _znodes.Keys.Where(other => ZnodePath.ParentOf(other) == path).Select(other => other[(path.Length + 1)..])];

    private StatRecord StatOf(string path) => new(_znodes[path].Stat with { NumChildren = ChildrenOf(path).Length });

    private MultiOperationResult Answer(MultiOperation operation)
    {
        var path = ((ReadRequest)operation.Request).Path;
        if (!_znodes.TryGetValue(path, out var znode))
        {
            return new MultiOperationResult(OpCode.Error, new IntReply((int)ErrorCode.NoNode));
        }

        return operation.Type == OpCode.GetData
            ? new MultiOperationResult(OpCode.GetData, new GetDataReply(znode.Data, StatOf(path)))
            : new MultiOperationResult(OpCode.GetChildren, new NamesReply(ChildrenOf(path)));
    }
}
