namespace ZooKeeper.Client.Protocol;

/// <summary>Represents a jute record, with its fields in the order of the wire.</summary>
internal interface IRecord
{
    void Write(JuteWriter writer);
}

/// <summary>Represents a jute record that can also be read. Client and server share the records.</summary>
internal interface IRecord<TSelf> : IRecord
    where TSelf : IRecord<TSelf>
{
    static abstract TSelf Read(ref JuteReader reader);
}
