namespace ZooKeeper.Client.Session;

/// <summary>Why one server could not be used.</summary>
internal sealed record ServerFailure(string Server, Exception Cause)
{
    public override string ToString() => $"{Server}: {Cause.Message}";
}
