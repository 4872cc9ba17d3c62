namespace ZooKeeper.Client.Protocol;

/// <summary>The result of one operation of a multi or multiRead; an error is an <see cref="IntReply"/> of type <see cref="OpCode.Error"/>.</summary>
internal readonly record struct MultiOperationResult(OpCode Type, IRecord Result);
