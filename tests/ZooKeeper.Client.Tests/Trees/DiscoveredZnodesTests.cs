using System.Globalization;
using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>
/// Tests the order within a level: the first 256 znodes one by one in random order, then 16 neighbors at a time. The order is random, so the test draws it many
/// times, and counts how often a znode is the neighbor of the previous one. It fails by chance in one of 10^9 runs.
/// </summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class DiscoveredZnodesTests
{
    private const int OneByOne = 256;
    private const int AtATime = 16;
    private const int Rounds = 30;
    private const int Large = 20_000;
    private const int Looked = 320;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public void Take_ManyChildrenOfOne_Takes256OneByOneThenSixteenNeighborsAtATime()
    {
        var rounds = new int[Looked];
        for (var round = 0; round < Rounds; round++)
        {
            var znodes = new DiscoveredZnodes();
            znodes.Add("/r/g", Children("/r/g", Large), ReadNeed.Data);
            int[] numbers = [.. Enumerable.Range(0, Looked).Select(_ => NumberOf(znodes.Take().Znode))];
            Assert.AreEqual(4, numbers.Take(OneByOne).Select(number => number * 4 / Large).Distinct().Count(), "quarters that the first 256 are from");
            for (var place = 1; place < Looked; place++)
            {
                rounds[place] += Math.Abs(numbers[place] - numbers[place - 1]) == 1 ? 1 : 0;
            }
        }

        TestContext.WriteLine($"Rounds with a neighbor, by place: {string.Join(' ', rounds)}");
        CollectionAssert.AreEqual(
            Enumerable.Range(0, Looked).Where(place => place > OneByOne && place % AtATime != 0).ToArray(),
            Enumerable.Range(0, Looked).Where(place => rounds[place] > Rounds / 2).ToArray());
    }

    [TestMethod]
    public void Take_ManyChildrenOfOneAndAFewOfEachOther_TheFirstAreMostlyOfTheOne()
    {
        var znodes = new DiscoveredZnodes();
        for (var small = 0; small < 1000; small++)
        {
            znodes.Add($"/r/small{small}", Children($"/r/small{small}", 1), ReadNeed.Data);
        }

        znodes.Add("/r/large", Children("/r/large", Large), ReadNeed.Data);

        Assert.IsGreaterThan(OneByOne / 2, Enumerable.Range(0, OneByOne).Count(_ => znodes.Take().Znode.Path.StartsWith("/r/large/", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Take_AddedRemovedAndTakenAtRandom_TakesEachOnceWithItsNeed()
    {
        var seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var znodes = new DiscoveredZnodes();
        var left = new Dictionary<Znode, ReadNeed>();
        for (var parent = 0; parent < 200; parent++)
        {
            var (children, need) = (Children($"/r/{parent}", random.Next(1, 40)), random.Next(2) == 0 ? ReadNeed.Data : ReadNeed.Content);
            Array.ForEach(children, child => left.Add(child, need));
            Assert.AreEqual(children.Length, znodes.Add($"/r/{parent}", children, need));
            for (var taken = random.Next(left.Count); taken > 0; taken--)
            {
                if (random.Next(4) == 0)
                {
                    RemoveOne(znodes, left, random);
                }
                else
                {
                    TakeOne(znodes, left);
                }
            }

            Assert.AreEqual(left.Count, znodes.Count);
            CollectionAssert.AreEquivalent(left.Select(one => (one.Key, one.Value)).ToArray(), znodes.All.ToArray());
        }

        while (znodes.Count > 0)
        {
            TakeOne(znodes, left);
        }

        Assert.IsEmpty(left);
    }

    private static void TakeOne(DiscoveredZnodes znodes, Dictionary<Znode, ReadNeed> left)
    {
        var (znode, need) = znodes.Take();
        Assert.IsTrue(left.Remove(znode, out var expected), $"'{znode.Path}' was taken twice");
        Assert.AreEqual(expected, need);
    }

    private static void RemoveOne(DiscoveredZnodes znodes, Dictionary<Znode, ReadNeed> left, Random random)
    {
        var (znode, need) = left.ElementAt(random.Next(left.Count));
        Assert.AreEqual(need, znodes.NeedOf(znode.Path));
        Assert.IsTrue(znodes.Remove(znode.Path));
        Assert.IsFalse(znodes.Remove(znode.Path));
        Assert.AreEqual(ReadNeed.None, znodes.NeedOf(znode.Path));
        left.Remove(znode);
    }

    private static Znode[] Children(string parent, int count) => [.. Enumerable.Range(0, count).Select(number => new Znode($"{parent}/{number}", owner: null))];

    private static int NumberOf(Znode znode) => int.Parse(znode.Name, CultureInfo.InvariantCulture);
}
