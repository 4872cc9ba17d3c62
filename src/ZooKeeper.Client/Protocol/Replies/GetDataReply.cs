namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the reply to getData.</summary>
internal readonly record struct GetDataReply(byte[]? Data, StatRecord Stat) : IRecord<GetDataReply>
{
    public static GetDataReply Read(ref JuteReader reader) => new(reader.ReadBuffer(), StatRecord.Read(ref reader));

    public void Write(JuteWriter writer)
    {
        writer.WriteBuffer(Data);
        Stat.Write(writer);
    }
}
