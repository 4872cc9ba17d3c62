namespace ZooKeeper.Client.Protocol;

/// <summary>A jute record: its fields in the order of the wire.</summary>
internal interface IRecord
{
    void Write(JuteWriter writer);
}

/// <summary>A jute record that can also be read. Both ends of the wire share the records.</summary>
internal interface IRecord<TSelf> : IRecord
    where TSelf : IRecord<TSelf>
{
    static abstract TSelf Read(ref JuteReader reader);
}
