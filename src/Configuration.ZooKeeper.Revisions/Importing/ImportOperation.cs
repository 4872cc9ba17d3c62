using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Importing;

/// <summary>Builds the writes that make and undo one change of an import.</summary>
internal static class ImportOperation
{
    public static Multi Forward(string root, IntendedChange change)
    {
        var path = RelativePath.Full(root, change.Path);
        return change.Kind switch
        {
            ChangeKind.Create => new Multi().Create(path, change.New, acl: change.Acl),
            ChangeKind.Set => new Multi().SetData(path, change.New, change.Version),
            _ => new Multi().Delete(path, change.Version),
        };
    }

    public static Multi Backward(string root, IntendedChange change)
    {
        var path = RelativePath.Full(root, change.Path);
        return change.Kind switch
        {
            ChangeKind.Create => new Multi().Delete(path, version: 0),
            ChangeKind.Set => new Multi().SetData(path, change.Old, change.Version + 1),
            _ => new Multi().Create(path, change.Old, acl: change.Acl),
        };
    }

    /// <summary>Returns whether a znode is as the batch with this zxid has left it. Its version does not tell: a znode that is created again has version 0, too.</summary>
    public static bool IsAsImported(IntendedChange change, Stat? stat, long zxid) => change.Kind switch
    {
        ChangeKind.Create => stat is { } created && created.Czxid == zxid && created.Mzxid == zxid,
        ChangeKind.Set => stat is { } written && written.Czxid == change.Czxid && written.Mzxid == zxid,
        _ => stat is null,
    };
}
