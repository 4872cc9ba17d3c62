using System.Text.RegularExpressions;
using ZooKeeper.Testing;

namespace WebApp.Tests;

/// <summary>What the shop prints when it serves.</summary>
internal sealed partial record ShopNotice(string ConnectionString, Uri Page, string Change)
{
    public static async Task<ShopNotice> ReadAsync(ShopProcess shop)
    {
        await Eventually.TrueAsync(() => ChangeLine().IsMatch(shop.Output));
        return new ShopNotice(
            ServerLine().Match(shop.Output).Groups["text"].Value,
            new Uri(PageLine().Match(shop.Output).Groups["text"].Value),
            ChangeLine().Match(shop.Output).Groups["text"].Value);
    }

    [GeneratedRegex(@"^ +ZooKeeper +(?<text>[^\s,]+)", RegexOptions.Multiline)]
    private static partial Regex ServerLine();

    [GeneratedRegex(@"^ +Page +(?<text>\S+)", RegexOptions.Multiline)]
    private static partial Regex PageLine();

    [GeneratedRegex(@"^ +Change a znode +(?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex ChangeLine();
}
