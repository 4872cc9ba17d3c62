using Microsoft.CodeAnalysis;

namespace Architecture.Tests;

/// <summary>The rooms of a project from the top down. A room uses itself and those below it.</summary>
internal sealed class Layers(params Room[] rooms)
{
    /// <summary>The uses that go up.</summary>
    public IReadOnlyList<ReachBack> ReachBacks(SourceProject project) =>
    [
        .. from use in project.Uses()
           let @from = RoomOf(use.File)
           let to = SourceProject.FilesOf(use.Type).Select(RoomOf).MinBy(Height)!
           where Height(to) < Height(@from)
           select new ReachBack(use.File, @from, use.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), to),
    ];

    private Room RoomOf(string file) =>
        Array.Find(rooms, room => room.Holds(file)) ?? throw new InvalidOperationException($"{file} stands in no room. Add its folder to the layers.");

    private int Height(Room room) => Array.IndexOf(rooms, room);
}
