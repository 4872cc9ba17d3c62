using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Keys;

/// <summary>
/// The order of the framework: numbers first, by value. Numbers of the same value, such as <c>1</c> and <c>01</c>, are in ordinal order, so that a list has the
/// same order in every process, whichever item came first.
/// </summary>
internal static class KeyOrder
{
    public static int Compare(string x, string y) =>
        ConfigurationKeyComparer.Instance.Compare(x, y) is not 0 and var difference ? difference : string.Compare(x, y, StringComparison.OrdinalIgnoreCase);
}
