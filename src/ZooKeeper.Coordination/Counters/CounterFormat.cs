using System.Buffers.Binary;

namespace ZooKeeper.Coordination.Counters;

/// <summary>How a counter is stored: 4 or 8 bytes, big-endian.</summary>
/// <param name="path">The path, for errors. They do not show values.</param>
/// <param name="layout">The layout.</param>
internal sealed class CounterFormat(string path, CounterLayout layout)
{
    private int Length => layout == CounterLayout.Int32 ? sizeof(int) : sizeof(long);

    public byte[] Encode(long value)
    {
        var data = new byte[Length];
        if (layout == CounterLayout.Int64)
        {
            BinaryPrimitives.WriteInt64BigEndian(data, value);
        }
        else if (value is >= int.MinValue and <= int.MaxValue)
        {
            BinaryPrimitives.WriteInt32BigEndian(data, (int)value);
        }
        else
        {
            throw TooLarge();
        }

        return data;
    }

    // Like Curator, treats a znode without data as zero.
    public long Decode(byte[]? data) => data switch
    {
        null or [] => 0,
        _ when data.Length != Length => throw new InvalidOperationException(
            $"'{path}' has {data.Length} bytes of data, but a counter in the layout {layout} has {Length}. Use another path, or another {nameof(CounterOptions)}.{nameof(CounterOptions.Layout)}."),
        _ => layout == CounterLayout.Int32 ? BinaryPrimitives.ReadInt32BigEndian(data) : BinaryPrimitives.ReadInt64BigEndian(data),
    };

    public OverflowException TooLarge() => new($"The new value of the counter at '{path}' does not fit in {Length * 8} bits. It is unchanged.");
}
