namespace Configuration.ZooKeeper.Revisions;

/// <summary>Provides options for a plan.</summary>
public sealed class PlanOptions
{
    /// <summary>
    /// Gets or sets whether the plan deletes znodes that the desired state does not contain. It deletes only znodes below the path that was opened.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Prune { get; set; }

    /// <summary>Gets or sets the keys for encrypted values.</summary>
    /// <remarks>Every encryption of the same value differs. With the keys, the plan compares the decrypted values.</remarks>
    /// <value>The default is <see langword="null"/>: a value that was encrypted again is a change.</value>
    public SecretCipher? Secrets { get; set; }

    /// <summary>Gets or sets whether a plan can delete every znode with data. An empty file is usually a mistake.</summary>
    /// <value>The default is <see langword="false"/>: such a plan throws <see cref="RevisionException"/>.</value>
    public bool AllowDeletingAll { get; set; }
}
