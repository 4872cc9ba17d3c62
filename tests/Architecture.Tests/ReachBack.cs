namespace Architecture.Tests;

/// <summary>A place where a room uses a type of a room above it.</summary>
internal sealed record ReachBack(string File, Room From, string Type, Room To)
{
    public override string ToString() => $"{File} ({From}) uses {Type} ({To})";
}
