using System.Text;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Trees;

/// <summary>A path to read.</summary>
/// <param name="Marked">The path, or null for a znode that only a list of children has named: a load reads very many of those.</param>
/// <param name="Need">What to read.</param>
/// <param name="Discovered">The znode in the working copy, if a list of children has just named it.</param>
/// <param name="Level">The level of the path.</param>
internal readonly record struct DirtyPath(string? Marked, ReadNeed Need, Znode? Discovered, int Level)
{
    /// <summary>The path. For a discovered znode, each access builds the string.</summary>
    public string Path => Marked ?? Discovered!.Path;

    /// <summary>The length of the path in a request, in bytes.</summary>
    public int Length => Marked is null ? Discovered!.PathLength : Encoding.UTF8.GetByteCount(Marked);

    public void Write(JuteWriter writer)
    {
        if (Marked is null)
        {
            Discovered!.WritePath(writer);
        }
        else
        {
            writer.WriteString(Marked);
        }
    }
}
