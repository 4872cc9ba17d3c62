using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Tests.History;

[TestClass]
public sealed class EntryLineTests
{
    [TestMethod]
    public void Parse_WhatWasWritten_IsEqual()
    {
        var entry = Histories.At(12, Happening.Granted) with { Worker = "a", Fence = long.MaxValue, Path = "/m/a", Detail = "two\nlines" };

        var line = EntryLine.Of(entry);

        Assert.DoesNotContain('\n', line);
        Assert.AreEqual(entry, EntryLine.Parse(line));
    }
}
