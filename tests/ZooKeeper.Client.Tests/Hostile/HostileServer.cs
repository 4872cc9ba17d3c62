using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Protocol;
using ZooKeeper.Client.Tests.Session;

namespace ZooKeeper.Client.Tests.Hostile;

/// <summary>
/// A server that answers as an ensemble would whose tree is another one at each look, sends events of all kinds in between, and damages some of it. Each connection
/// has a random of its own, and an end.
/// </summary>
internal sealed class HostileServer(string root, int seed)
{
    private const int MostEvents = 600;
    private const int LongestLife = 300;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private long _frames;
    private long _damaged;

    /// <summary>How many frames were sent so far.</summary>
    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>How many of them were damaged.</summary>
    public long Damaged => Interlocked.Read(ref _damaged);

    /// <summary>Whether it has become a good server, of which there is but the root.</summary>
    public bool IsGood { get; set; }

    public async Task ServeAsync(ScriptedConnection connection)
    {
        if (await connection.ReadHandshakeOrIsroAsync() is not { } handshake)
        {
            await connection.SendAsync("rw"u8.ToArray()); // it has believed a damaged answer that this is a read-only server
            return;
        }

        var response = ScriptedConnection.Response(handshake, newSessionId: connection.Number);
        if (IsGood)
        {
            await connection.SendAsync(response);
            await ServeWellAsync(connection);
        }

        var random = new Random(unchecked(seed + (connection.Number * 7919)));
        var voice = new HostileVoice(root, random);
        try
        {
            await ServeBadlyAsync(connection, response, random, voice);
        }
        finally
        {
            Interlocked.Add(ref _frames, voice.Frames);
            Interlocked.Add(ref _damaged, voice.Damaged);
        }
    }

    private async Task ServeBadlyAsync(ScriptedConnection connection, byte[] response, Random random, HostileVoice voice)
    {
        await connection.SendAsync(random.Next(4) == 0 ? voice.Damage(response) : response);
        for (var (life, zxid) = (random.Next(LongestLife), 1L); life > 0 && !IsGood; life--)
        {
            // A request whose reply was lost in the damage is never answered, so a connection must end when the client waits.
            var request = connection.ReadRequestAsync();
            if (await Task.WhenAny(request, Task.Delay(Patience, TimeProvider.System)) != request)
            {
                _ = request.ContinueWith(static ended => ended.Exception, TaskScheduler.Default);
                return;
            }

            var (header, content) = await request;
            connection.Zxid = zxid += random.Next(3);
            using var writer = new JuteWriter();
            for (var events = random.Next(MostEvents); events > 0; events--)
            {
                voice.WriteEvent(writer, zxid);
            }

            voice.WriteReply(writer, header, content, zxid);
            await connection.SendAsync(writer.Written.ToArray());
        }
    }

    private async Task ServeWellAsync(ScriptedConnection connection)
    {
        var stat = new StatRecord(new Stat(1, 1, 0, 0, 0, 0, 0, 0, 4, 0, 1));
        while (true)
        {
            var (header, content) = await connection.ReadRequestAsync();
            IRecord body = header.OpCode switch
            {
                OpCode.AddWatch => new IntReply(0),
                OpCode.GetData => new GetDataReply("good"u8.ToArray(), stat),
                OpCode.MultiRead => new MultiReply([.. Jute.Decode<MultiRequest>(content.AsSpan(8)).Operations.Select(Answer)]),
                OpCode.GetChildren2 => new GetChildren2Reply([], stat),
                OpCode.Exists => new StatReply(stat),
                _ => default(Nothing),
            };
            await connection.ReplyAsync(header.Xid, connection.Zxid, body: body);
        }

        MultiOperationResult Answer(MultiOperation operation) => ((ReadRequest)operation.Request).Path != root
            ? new MultiOperationResult(OpCode.Error, new IntReply((int)ErrorCode.NoNode))
            : operation.Type == OpCode.GetData
                ? new MultiOperationResult(OpCode.GetData, new GetDataReply("good"u8.ToArray(), stat))
                : new MultiOperationResult(OpCode.GetChildren, new NamesReply([]));
    }
}
