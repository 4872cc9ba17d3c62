using System.Globalization;
using Configuration.ZooKeeper.Keys;

namespace Configuration.ZooKeeper.Tests.Keys;

[TestClass]
[TestCategory("NoServer")]
public sealed class KeyHashTests
{
    [TestMethod]
    public void Of_EveryCharacterInEveryCase_IsTheSameWhereverTheFrameworkSaysEqual()
    {
        for (var number = 0; number <= 0x10FFFF; number++)
        {
            if (number is >= 0xD800 and <= 0xDFFF)
            {
                continue;
            }

            var text = char.ConvertFromUtf32(number);
            foreach (var other in new[] { text.ToUpperInvariant(), text.ToLowerInvariant() })
            {
                if (text.Equals(other, StringComparison.OrdinalIgnoreCase))
                {
                    Assert.AreEqual(KeyHash.Of(other), KeyHash.Of(text), number.ToString("x", CultureInfo.InvariantCulture));
                }
            }
        }
    }

    [TestMethod]
    public void Of_KeysAsTheyAre_RarelyMeet()
    {
        var keys = Enumerable.Range(0, 100_000).Select(number => $"Group{number / 100}:Key{number}").ToArray();

        Assert.IsGreaterThan(keys.Length - 20, keys.Select(key => KeyHash.Of(key)).Distinct().Count());
        Assert.HasCount(1024, keys.Select(key => KeyHash.Of(key) >>> 22).Distinct(), "the highest bits say in which page a key is");
        Assert.HasCount(32, keys.Select(key => KeyHash.Of(key) & 31).Distinct(), "the lowest bits say where in it");
    }
}
