namespace Configuration.ZooKeeper.Revisions;

/// <summary>Describes the author of a revision, as claimed by the caller. The record also contains the identities that the server has verified.</summary>
/// <param name="User">The user, or null.</param>
/// <param name="Host">The computer, or null.</param>
public sealed record Author(string? User, string? Host)
{
    /// <summary>Gets the user and the computer of this process.</summary>
    public static Author Current { get; } = new(Environment.UserName, Environment.MachineName);
}
