namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the body of addWatch.</summary>
internal readonly record struct AddWatchRequest(string Path, WatchMode Mode) : IRecord<AddWatchRequest>
{
    public static AddWatchRequest Read(ref JuteReader reader) => new(reader.ReadString(), (WatchMode)reader.ReadInt());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteInt((int)Mode);
    }
}
