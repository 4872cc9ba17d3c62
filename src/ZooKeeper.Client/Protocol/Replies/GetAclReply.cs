namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the reply to getACL.</summary>
internal readonly record struct GetAclReply(AclRecord[] Acl, StatRecord Stat) : IRecord<GetAclReply>
{
    public static GetAclReply Read(ref JuteReader reader) => new(reader.ReadVector<AclRecord>(), StatRecord.Read(ref reader));

    public void Write(JuteWriter writer)
    {
        writer.WriteVector(Acl);
        Stat.Write(writer);
    }
}
