namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the body of create, create2 and createContainer.</summary>
internal readonly record struct CreateRequest(string Path, byte[]? Data, AclRecord[] Acl, CreateMode Mode) : IRecord<CreateRequest>
{
    public static CreateRequest Read(ref JuteReader reader) =>
        new(reader.ReadString(), reader.ReadBuffer(), reader.ReadVector<AclRecord>(), (CreateMode)reader.ReadInt());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteBuffer(Data);
        writer.WriteVector(Acl);
        writer.WriteInt((int)Mode);
    }
}
