namespace ZooKeeper.Client.Session;

/// <summary>Describes why the client could not use a server.</summary>
internal sealed record ServerFailure(string Server, Exception Cause)
{
    public override string ToString() => $"{Server}: {Cause.Message}";
}
