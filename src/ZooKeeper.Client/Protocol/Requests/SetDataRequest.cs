namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the body of setData. Version −1 means any.</summary>
internal readonly record struct SetDataRequest(string Path, byte[]? Data, int Version) : IRecord<SetDataRequest>
{
    public static SetDataRequest Read(ref JuteReader reader) => new(reader.ReadString(), reader.ReadBuffer(), reader.ReadInt());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteBuffer(Data);
        writer.WriteInt(Version);
    }
}
