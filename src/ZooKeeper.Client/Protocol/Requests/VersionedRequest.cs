namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the body of delete, and of check inside a multi. Version −1 means any.</summary>
internal readonly record struct VersionedRequest(string Path, int Version) : IRecord<VersionedRequest>
{
    public static VersionedRequest Read(ref JuteReader reader) => new(reader.ReadString(), reader.ReadInt());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteInt(Version);
    }
}
