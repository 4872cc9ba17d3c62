using System.Text;
using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;

namespace Benchmarks.Reporting;

/// <summary>The fingerprints of the trees by path.</summary>
internal static class Fingerprints
{
    public static Fingerprint Of(IConfiguration configuration) => configuration.AsEnumerable()
        .Where(key => key.Value is not null)
        .Aggregate(default(Fingerprint), (sum, key) => sum.With(PathOf(key.Key), Encoding.UTF8.GetBytes(key.Value!)));

    public static Fingerprint Of(TreeSnapshot snapshot, string root) => Below(snapshot.Find(root)!, "", default);

    private static string PathOf(string key) => key.Replace(ConfigurationPath.KeyDelimiter, "/", StringComparison.Ordinal);

    private static Fingerprint Below(Znode znode, string prefix, Fingerprint sum)
    {
        foreach (var child in znode.Children)
        {
            if (child.Data is { Length: > 0 } data)
            {
                sum = sum.With(prefix + child.Name, data.Span);
            }

            sum = Below(child, $"{prefix}{child.Name}/", sum);
        }

        return sum;
    }
}
