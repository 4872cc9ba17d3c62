namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the body of a notification.</summary>
internal readonly record struct WatcherEvent(int Type, int State, string Path) : IRecord<WatcherEvent>
{
    public static WatcherEvent Read(ref JuteReader reader) => new(reader.ReadInt(), reader.ReadInt(), reader.ReadString());

    public void Write(JuteWriter writer)
    {
        writer.WriteInt(Type);
        writer.WriteInt(State);
        writer.WriteString(Path);
    }
}
