using BenchmarkDotNet.Attributes;
using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace Benchmarks.Micro;

/// <summary>A reply to a multiRead of a thousand znodes with 64 bytes each, as a load receives it, and the request for it.</summary>
[MemoryDiagnoser]
public class Codec
{
    private const int Znodes = 1000;
    private static readonly Stat Stat = new(1, 2, 3, 4, 5, 6, 7, 8, 64, 0, 9);

    private byte[] _reply = [];
    private string[] _paths = [];

    [GlobalSetup]
    public void SetUp()
    {
        _paths = [.. Enumerable.Range(0, Znodes).Select(number => $"/config/shop/Group{number / 100}/Key{number}")];
        using var reply = new JuteWriter();
        for (var number = 0; number < Znodes; number++)
        {
            new MultiHeader(OpCode.GetData, Done: false, 0).Write(reply);
            reply.WriteBuffer(ConfigurationTree.Value(number));
            new StatRecord(Stat).Write(reply);
        }

        _reply = reply.WrittenMemory.ToArray();
    }

    [Benchmark(OperationsPerInvoke = Znodes)]
    public long Decode()
    {
        var reader = new JuteReader(_reply);
        var sum = 0L;
        for (var number = 0; number < Znodes; number++)
        {
            MultiHeader.Read(ref reader);
            sum += reader.ReadBufferSpan(out _).Length + StatRecord.Read(ref reader).Stat.Mzxid;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Znodes)]
    public int Encode()
    {
        using var writer = new JuteWriter();
        foreach (var path in _paths)
        {
            new MultiHeader(OpCode.GetData, Done: false, -1).Write(writer);
            new ReadRequest(path, Watch: false).Write(writer);
        }

        return writer.Length;
    }
}
