namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the reply to create2, createContainer and createTTL.</summary>
internal readonly record struct CreateReply(string Path, StatRecord Stat) : IRecord<CreateReply>
{
    public static CreateReply Read(ref JuteReader reader) => new(reader.ReadString(), StatRecord.Read(ref reader));

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        Stat.Write(writer);
    }
}
