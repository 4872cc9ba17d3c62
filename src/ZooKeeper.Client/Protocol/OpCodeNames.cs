namespace ZooKeeper.Client.Protocol;

/// <summary>Names operations in messages. Users know the methods of the client, not the variants of an operation in the protocol.</summary>
internal static class OpCodeNames
{
    public static string Name(this OpCode opCode) => opCode switch
    {
        OpCode.Create2 or OpCode.CreateContainer or OpCode.CreateTtl => nameof(OpCode.Create),
        OpCode.GetChildren2 => nameof(OpCode.GetChildren),
        _ => opCode.ToString(),
    };
}
