namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the body of createTTL. The time to live is in milliseconds.</summary>
internal readonly record struct CreateTtlRequest(string Path, byte[]? Data, AclRecord[] Acl, CreateMode Mode, long Ttl) : IRecord<CreateTtlRequest>
{
    public static CreateTtlRequest Read(ref JuteReader reader) =>
        new(reader.ReadString(), reader.ReadBuffer(), reader.ReadVector<AclRecord>(), (CreateMode)reader.ReadInt(), reader.ReadLong());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteBuffer(Data);
        writer.WriteVector(Acl);
        writer.WriteInt((int)Mode);
        writer.WriteLong(Ttl);
    }
}
