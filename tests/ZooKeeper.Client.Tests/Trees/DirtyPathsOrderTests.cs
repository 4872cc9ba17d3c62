using System.Globalization;
using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>
/// The order within a level: the first 256 one by one at random, then 16 neighbours at a time. It is drawn anew in each of many rounds: where a path is the
/// neighbour of the one before it in most of them, neighbours are taken. Chance makes that so, or keeps it from being so, in one of 10^9 runs.
/// </summary>
[TestClass]
public sealed class DirtyPathsOrderTests
{
    private const string Parent = "/r/g/";
    private const int Rounds = 30;
    private const int Used = 300;
    private const int Large = 20_000;
    private const int Looked = 320;

    private static readonly string[] Siblings = [.. Enumerable.Range(0, Used + Large).Select(number => $"{Parent}{number}")];

    // The 256th begins the first sixteen.
    private static readonly int[] Neighbours = [.. Enumerable.Range(1, Looked).Where(place => place > 256 && place % 16 != 0)];

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public void TryTake_LargeLevel_Takes256OneByOneThenSixteenNeighboursAtATime() => BeginsOneByOne(_ => { });

    [TestMethod]
    public void TryTake_LevelNearerTheRootComesFirst_BeginsOneByOneAgain() => BeginsOneByOne(dirty =>
    {
        Add(dirty, Siblings[..Used].Select(path => path + "/below"));
        Take(dirty, Used - 1);
    });

    [TestMethod]
    public void TryTake_LevelComesFirstAgain_BeginsOneByOneAgain() => BeginsOneByOne(dirty =>
    {
        Add(dirty, Siblings[..Used]);
        Take(dirty, Used - 1);
        Add(dirty, ["/r"]);
        Take(dirty, 1);
    });

    [TestMethod]
    public void TryTake_LevelWasTakenAsAWhole_BeginsOneByOneAgain() => BeginsOneByOne(dirty =>
    {
        Add(dirty, Siblings[..Used]);
        Take(dirty, Used);
        Assert.IsFalse(dirty.TryTake(out _, out _, out _));
    });

    [TestMethod]
    public void Clear_LevelHalfTaken_BeginsOneByOneAgain() => BeginsOneByOne(dirty =>
    {
        Add(dirty, Siblings);
        Take(dirty, Used);
        dirty.Clear();
    });

    [TestMethod]
    public void OnQuiet_NothingDirtyAnyMore_BeginsOneByOneAgain() => BeginsOneByOne(dirty =>
    {
        Add(dirty, Siblings[..Used]);
        Take(dirty, Used);
        dirty.OnQuiet();
    });

    private void BeginsOneByOne(Action<DirtyPaths> before)
    {
        var rounds = new int[Looked + 1];
        for (var round = 0; round < Rounds; round++)
        {
            var dirty = new DirtyPaths();
            before(dirty);
            Add(dirty, Siblings[Used..]);
            var numbers = Take(dirty, Looked).ConvertAll(path => int.Parse(path.AsSpan(Parent.Length), CultureInfo.InvariantCulture));
            Assert.AreEqual(4, numbers.Take(256).Select(number => (number - Used) * 4 / Large).Distinct().Count(), "quarters that the first 256 are from");
            for (var place = 2; place <= Looked; place++)
            {
                rounds[place] += Math.Abs(numbers[place - 1] - numbers[place - 2]) == 1 ? 1 : 0;
            }
        }

        TestContext.WriteLine($"Rounds with a neighbour, by place: {string.Join(' ', rounds[1..])}");
        CollectionAssert.AreEqual(Neighbours, Enumerable.Range(1, Looked).Where(place => rounds[place] > Rounds / 2).ToArray());
    }

    private static void Add(DirtyPaths dirty, IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            dirty.Add(path, ReadNeed.Data);
        }
    }

    private static List<string> Take(DirtyPaths dirty, int count)
    {
        var taken = new List<string>();
        for (var i = 0; i < count; i++)
        {
            Assert.IsTrue(dirty.TryTake(out var path, out _, out _));
            taken.Add(path);
        }

        return taken;
    }
}
