namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the result of one operation of a multi or multiRead. An error is an <see cref="IntReply"/> of type <see cref="OpCode.Error"/>.</summary>
internal readonly record struct MultiOperationResult(OpCode Type, IRecord Result);
