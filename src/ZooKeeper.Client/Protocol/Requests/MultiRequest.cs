namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the body of multi and multiRead: operations, each after its header (docs/protocol.md, "multi and multiRead").</summary>
internal sealed record MultiRequest(IReadOnlyList<MultiOperation> Operations) : IRecord<MultiRequest>
{
    public static readonly MultiHeader End = new(OpCode.Error, Done: true, -1);

    public static MultiRequest Read(ref JuteReader reader)
    {
        var operations = new List<MultiOperation>();
        for (var header = MultiHeader.Read(ref reader); !header.Done; header = MultiHeader.Read(ref reader))
        {
            IRecord request = header.Type switch
            {
                OpCode.Create or OpCode.Create2 or OpCode.CreateContainer => CreateRequest.Read(ref reader),
                OpCode.CreateTtl => CreateTtlRequest.Read(ref reader),
                OpCode.Delete or OpCode.Check => VersionedRequest.Read(ref reader),
                OpCode.SetData => SetDataRequest.Read(ref reader),
                OpCode.GetData or OpCode.GetChildren => ReadRequest.Read(ref reader),
                _ => throw new JuteException($"Operation {(int)header.Type} cannot be part of a multi."),
            };
            operations.Add(new MultiOperation(header.Type, request));
        }

        return new MultiRequest(operations);
    }

    public void Write(JuteWriter writer)
    {
        foreach (var (type, request) in Operations)
        {
            new MultiHeader(type, Done: false, -1).Write(writer);
            request.Write(writer);
        }

        End.Write(writer);
    }
}
