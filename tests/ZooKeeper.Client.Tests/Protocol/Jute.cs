using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Tests.Protocol;

/// <summary>Records as bytes and back.</summary>
internal static class Jute
{
    public static byte[] Encode(params ReadOnlySpan<IRecord> records)
    {
        using var writer = new JuteWriter();
        foreach (var record in records)
        {
            record.Write(writer);
        }

        return writer.Written.ToArray();
    }

    public static byte[] Frame(params ReadOnlySpan<IRecord> records)
    {
        var content = Encode(records);
        using var writer = new JuteWriter();
        writer.WriteBuffer(content);
        return writer.Written.ToArray();
    }

    public static T Decode<T>(ReadOnlySpan<byte> bytes)
        where T : IRecord<T>
    {
        var reader = new JuteReader(bytes);
        var record = T.Read(ref reader);
        Assert.AreEqual(0, reader.Remaining, $"{typeof(T).Name} has left bytes of its encoding unread.");
        return record;
    }
}
