namespace Configuration.ZooKeeper.Revisions.Records;

/// <summary>The data of <c>history/&lt;id&gt;</c>.</summary>
/// <param name="Path">The path of the managed root.</param>
/// <param name="Format">The version of the layout below.</param>
internal sealed record RootRegistration(string Path, int Format = 1);
