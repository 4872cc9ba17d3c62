namespace ZooKeeper.Client.Protocol;

internal readonly record struct AclRecord(Acl Acl) : IRecord<AclRecord>
{
    public static AclRecord Read(ref JuteReader reader) =>
        new(new Acl((Permissions)reader.ReadInt(), reader.ReadString(), reader.ReadString()));

    public static AclRecord[] Wrap(IReadOnlyList<Acl> acls) => [.. acls.Select(acl => new AclRecord(acl))];

    public static Acl[] Unwrap(AclRecord[] records) => Array.ConvertAll(records, record => record.Acl);

    public void Write(JuteWriter writer)
    {
        writer.WriteInt((int)Acl.Permissions);
        writer.WriteString(Acl.Scheme);
        writer.WriteString(Acl.Id);
    }
}
