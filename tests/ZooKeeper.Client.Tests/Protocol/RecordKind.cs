using FsCheck;
using FsCheck.Fluent;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Tests.Protocol;

/// <summary>A type of record: how its encodings look, and how they are read.</summary>
internal abstract class RecordKind(Type type)
{
    public Type Type { get; } = type;

    /// <summary>Encodings of valid records.</summary>
    public abstract Gen<byte[]> Encodings { get; }

    /// <summary>Reads a record, tells how many bytes are left, and what reading has allocated.</summary>
    public abstract (IRecord Record, int Remaining, long Allocated) Read(ReadOnlySpan<byte> bytes);

    public static RecordKind Of<T>(Gen<T> records)
        where T : IRecord<T> => new Generated<T>(records);

    public override string ToString() => Type.Name;

    private sealed class Generated<T>(Gen<T> records) : RecordKind(typeof(T))
        where T : IRecord<T>
    {
        public override Gen<byte[]> Encodings { get; } = records.Select(record => Jute.Encode(record));

        public override (IRecord Record, int Remaining, long Allocated) Read(ReadOnlySpan<byte> bytes)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var reader = new JuteReader(bytes);
            var record = T.Read(ref reader);
            return (record, reader.Remaining, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }
}
