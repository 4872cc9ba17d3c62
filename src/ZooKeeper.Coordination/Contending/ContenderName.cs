using System.Globalization;

namespace ZooKeeper.Coordination.Contending;

/// <summary>The name of a contender's znode, which ends with a suffix for its kind and the number that the server has appended.</summary>
/// <param name="Name">The name.</param>
/// <param name="Suffix">The suffix for the kind, such as <c>lock-</c>.</param>
/// <param name="Sequence">The number. It is negative after 2³¹ creations below one parent (ZOOKEEPER-2944).</param>
internal readonly record struct ContenderName(string Name, string Suffix, int Sequence)
{
    private const int Digits = 10;

    /// <summary>Parses a name. Names of other shapes are not contenders, and are ignored.</summary>
    public static ContenderName? Parse(string name, IEnumerable<string> suffixes)
    {
        foreach (var suffix in suffixes)
        {
            var start = name.LastIndexOf(suffix, StringComparison.Ordinal);
            var number = name.AsSpan(start < 0 ? name.Length : start + suffix.Length);
            if (number.Length >= Digits && int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var sequence))
            {
                return new ContenderName(name, suffix, sequence);
            }
        }

        return null;
    }
}
