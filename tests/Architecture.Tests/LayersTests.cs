namespace Architecture.Tests;

[TestClass]
public sealed class LayersTests
{
    private static readonly Layers TwoRooms = new(Room.Folder("Upper"), Room.Folder("Lower"));

    [TestMethod]
    [DataRow("class Low { High? _high; }", DisplayName = "a field")]
    [DataRow("class Low { object Make() => new High(); }", DisplayName = "a creation")]
    [DataRow("class Low { int Read() => High.Number; }", DisplayName = "a static member")]
    [DataRow("class Low { void Run() => High.Make().Go(); }", DisplayName = "a member of a returned value")]
    [DataRow("class Low : High;", DisplayName = "a base")]
    [DataRow("class Low { System.Collections.Generic.List<High>? _all; }", DisplayName = "a type argument")]
    [DataRow("class Low { object Make() => new High.Nested(); }", DisplayName = "a nested type")]
    public void ReachBacks_LowerRoomUsesAnUpperOne_AreFound(string low)
    {
        var project = SourceProject.Of(
            ("Upper/High.cs", "class High { public const int Number = 1; public static High Make() => new(); public void Go() { } public class Nested; }"),
            ("Lower/Low.cs", low));

        var found = TwoRooms.ReachBacks(project);

        Assert.IsNotEmpty(found);
        Assert.IsTrue(found.All(use => use is { File: "Lower/Low.cs", To.Name: "Upper" }));
    }

    [TestMethod]
    public void ReachBacks_UpperRoomUsesALowerOne_AreNone()
    {
        var project = SourceProject.Of(
            ("Upper/High.cs", "class High { Low _low = new(); int Read() => _low.Number; }"),
            ("Lower/Low.cs", "class Low { public int Number; Low? _next; }"));

        Assert.IsEmpty(TwoRooms.ReachBacks(project));
    }

    [TestMethod]
    public void ReachBacks_FileOutsideTheRooms_Throws()
    {
        var project = SourceProject.Of(("Elsewhere/Other.cs", "class Other { Other? _next; }"));

        Assert.ThrowsExactly<InvalidOperationException>(() => TwoRooms.ReachBacks(project));
    }
}
