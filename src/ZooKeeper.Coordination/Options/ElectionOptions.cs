namespace ZooKeeper.Coordination;

/// <summary>Contains the options of a <see cref="ZooKeeperElection"/>.</summary>
public sealed class ElectionOptions : ContenderOptions
{
    /// <summary>
    /// Gets or sets the name under which others see this candidate, such as its address. The default is the name of the computer and the id of the process.
    /// </summary>
    public string Id { get; set; } = $"{Environment.MachineName}-{Environment.ProcessId}";

    /// <summary>
    /// Gets or sets the recipe of Apache Curator whose znode names the candidates use. All candidates at a path need the same value. The default is
    /// <see cref="ElectionLayout.LeaderLatch"/>.
    /// </summary>
    public ElectionLayout Layout { get; set; }
}
