namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the body of checkWatches and removeWatches.</summary>
internal readonly record struct RemoveWatchesRequest(string Path, WatcherType Type) : IRecord<RemoveWatchesRequest>
{
    public static RemoveWatchesRequest Read(ref JuteReader reader) => new(reader.ReadString(), (WatcherType)reader.ReadInt());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteInt((int)Type);
    }
}
