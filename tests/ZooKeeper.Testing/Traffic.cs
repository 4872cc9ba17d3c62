using System.Collections.Concurrent;

namespace ZooKeeper.Testing;

/// <summary>The traffic through a proxy since its counters were last reset.</summary>
internal sealed class Traffic
{
    private const int Ping = 11;

    private readonly ConcurrentDictionary<int, long> _requests = new();
    private readonly Lock _gate = new();
    private long _pings;
    private long _bytesToServer;
    private long _bytesToClient;
    private readonly ConcurrentQueue<int> _replyLengths = [];
    private readonly ConcurrentQueue<int> _requestLengths = [];
    private int _largestReply;

    public IReadOnlyDictionary<int, long> Requests => _requests.ToArray().ToDictionary();

    public long PingCount => Interlocked.Read(ref _pings);

    public long BytesToServer => Interlocked.Read(ref _bytesToServer);

    public long BytesToClient => Interlocked.Read(ref _bytesToClient);

    public int LargestReply => Volatile.Read(ref _largestReply);

    public IReadOnlyList<int> RequestLengths => [.. _requestLengths];

    public IReadOnlyList<int> ReplyLengths => [.. _replyLengths];

    public void ToServer(int bytes) => Interlocked.Add(ref _bytesToServer, bytes);

    public void ToClient(int bytes) => Interlocked.Add(ref _bytesToClient, bytes);

    public void Request(FrameHead frame)
    {
        var opcode = frame.Opcode;
        _requestLengths.Enqueue(frame.Length);
        if (opcode == Ping)
        {
            Interlocked.Increment(ref _pings);
        }
        else
        {
            _requests.AddOrUpdate(opcode, 1, (_, count) => count + 1);
        }
    }

    public void Reply(int length)
    {
        _replyLengths.Enqueue(length);
        lock (_gate)
        {
            _largestReply = Math.Max(_largestReply, length);
        }
    }
}
