using Microsoft.Extensions.Options;

namespace WebApp.Live;

/// <summary>The shop as visitors see it.</summary>
internal sealed record ShopFront(
    string Title, string Banner, string Currency, int DiscountPercent, bool Maintenance, IReadOnlyList<ShopFront.Article> Articles, IReadOnlyList<string> Features)
{
    /// <summary>Creates the shop from the current options, or returns null if they cannot be created.</summary>
    public static ShopFront? Of(IOptionsMonitor<ShopOptions> monitor)
    {
        try
        {
            var shop = monitor.CurrentValue;
            return new ShopFront(
                shop.Title,
                shop.Banner,
                shop.Currency,
                shop.DiscountPercent,
                shop.Maintenance,
                [.. shop.Prices.OrderBy(price => price.Key, StringComparer.Ordinal).Select(price => Article.Of(price.Key, price.Value, shop.DiscountPercent))],
                [.. shop.Features.Where(feature => feature.Value).Select(feature => feature.Key).Order(StringComparer.Ordinal)]);
        }
        catch (Exception e) when (ShopAnswer.IsMisfit(e))
        {
            return null;
        }
    }

    internal sealed record Article(string Name, decimal Price, decimal ReducedPrice)
    {
        public static Article Of(string name, decimal price, int discountPercent) =>
            new(name, price, Math.Round(price * (100 - discountPercent) / 100, decimals: 2, MidpointRounding.AwayFromZero));
    }
}
