namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the body of setACL. The version is compared with the znode's aversion. −1 means any.</summary>
internal readonly record struct SetAclRequest(string Path, AclRecord[] Acl, int Version) : IRecord<SetAclRequest>
{
    public static SetAclRequest Read(ref JuteReader reader) => new(reader.ReadString(), reader.ReadVector<AclRecord>(), reader.ReadInt());

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteVector(Acl);
        writer.WriteInt(Version);
    }
}
