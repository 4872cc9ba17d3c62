namespace ZooKeeper.Client.Protocol;

/// <summary>Represents the reply to multi and multiRead. A failed multi contains only errors. A multiRead can contain some.</summary>
internal sealed record MultiReply(IReadOnlyList<MultiOperationResult> Results) : IRecord<MultiReply>
{
    public static MultiReply Read(ref JuteReader reader)
    {
        var results = new List<MultiOperationResult>();
        for (var header = MultiHeader.Read(ref reader); !header.Done; header = MultiHeader.Read(ref reader))
        {
            IRecord result = header.Type switch
            {
                OpCode.Error => IntReply.Read(ref reader),
                OpCode.Create => PathReply.Read(ref reader),
                OpCode.Create2 => CreateReply.Read(ref reader),
                OpCode.Delete or OpCode.Check => default(Nothing),
                OpCode.SetData => StatReply.Read(ref reader),
                OpCode.GetData => GetDataReply.Read(ref reader),
                OpCode.GetChildren => NamesReply.Read(ref reader),
                _ => throw new JuteException($"Operation {(int)header.Type} cannot be part of a multi's reply."),
            };
            results.Add(new MultiOperationResult(header.Type, result));
        }

        return new MultiReply(results);
    }

    public void Write(JuteWriter writer)
    {
        foreach (var (type, result) in Results)
        {
            new MultiHeader(type, Done: false, result is IntReply error ? error.Value : 0).Write(writer);
            result.Write(writer);
        }

        MultiRequest.End.Write(writer);
    }
}
