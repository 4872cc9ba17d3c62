namespace ZooKeeper.Client.Protocol;

/// <summary>Represents one operation of a multi or multiRead.</summary>
internal readonly record struct MultiOperation(OpCode Type, IRecord Request);
