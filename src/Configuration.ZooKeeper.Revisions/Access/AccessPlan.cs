namespace Configuration.ZooKeeper.Revisions;

/// <summary>Contains changes of access control lists. They are not applied in one transaction: changes that remove permissions come first.</summary>
/// <param name="Root">The path of the managed root.</param>
/// <param name="Revision">The revision that it was made for.</param>
/// <param name="Changes">The changes, in the order in which they are applied.</param>
public sealed record AccessPlan(string Root, int Revision, IReadOnlyList<AccessChange> Changes)
{
    /// <summary>Gets whether there is nothing to change.</summary>
    public bool IsEmpty => Changes.Count == 0;
}
