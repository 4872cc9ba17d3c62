using Configuration.ZooKeeper.Chaos.Writing;

namespace Configuration.ZooKeeper.Chaos.Tests.Writing;

[TestClass]
public sealed class NumberedStateTests
{
    private static readonly NumberedState State = new(seed: 7);

    [TestMethod]
    public void Keys_AnyNumber_HaveTheLastingOnesAndChangeAllValuesButTheSeldomWritten()
    {
        for (var n = 1; n < 20; n++)
        {
            var (before, after) = (State.Keys(n - 1), State.Keys(n));
            Assert.IsEmpty(State.LastingKeys.Except(after.Keys));
            Assert.IsFalse(after.Any(key => !IsSeldomWritten(key.Key) && before.TryGetValue(key.Key, out var value) && value == key.Value));
            Assert.AreEqual(n % 2 == 0, before.Keys.Except(after.Keys).Any());
            Assert.AreEqual(n % 2 == 0, after.Keys.Except(before.Keys).Any());
        }
    }

    [TestMethod]
    public void Keys_ThreeTransactionsLater_HaveOneSeldomWrittenValueChangedThatStaysForTwentyFourTransactions()
    {
        for (var n = 0; n < 100; n++)
        {
            var (before, after) = (State.Keys(n), State.Keys(n + 3));
            var key = before.Keys.Single(key => key.StartsWith("Seldom", StringComparison.Ordinal) && before[key] != after[key]);
            Assert.HasCount(2, Enumerable.Range(n, 25).Select(later => State.Keys(later)[key]).Distinct());
        }
    }

    [TestMethod]
    public void Keys_EveryTenTransactions_OneGuestComesAndAnotherGoes()
    {
        for (var n = 1; n < 100; n++)
        {
            Assert.HasCount(n % 10 == 0 ? 1 : 0, Guests(n).Except(Guests(n - 1)));
            Assert.HasCount(n % 10 == 0 ? 1 : 0, Guests(n - 1).Except(Guests(n)));
        }

        static IEnumerable<string> Guests(int n) => State.Keys(n).Keys.Where(key => key.EndsWith(":Guest", StringComparison.Ordinal));
    }

    [TestMethod]
    public void Step_OneTransaction_WritesTheCounterAndWhatIsOtherwiseThanBefore()
    {
        var (before, after) = (State.Znodes(41), State.Znodes(42));
        var otherwise = before.Keys.Union(after.Keys).Count(path => before.ContainsKey(path) != after.ContainsKey(path) || before[path] != after[path]);

        Assert.AreEqual(1 + otherwise, State.Step(42, counterVersion: 7).Count);
    }

    [TestMethod]
    public void IsOneState_ValueOfAnother_IsFalse()
    {
        var read = State.Znodes(4).Where(znode => znode.Value is not null).ToDictionary(znode => znode.Key, znode => znode.Value!);
        Assert.IsTrue(State.IsOneState(read));

        read["/chaos/common/Lasting00"] = State.Znodes(5)["/chaos/common/Lasting00"]!;

        Assert.IsFalse(State.IsOneState(read));
    }

    private static bool IsSeldomWritten(string key) => key.StartsWith("Seldom", StringComparison.Ordinal) || key.EndsWith(":Guest", StringComparison.Ordinal);
}
