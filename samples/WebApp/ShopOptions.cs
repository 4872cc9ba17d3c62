namespace WebApp;

/// <summary>What the operators of the shop can change while it runs: the znodes below <c>/config/shop/Shop</c>.</summary>
internal sealed class ShopOptions
{
    public string Title { get; set; } = "Shop";

    public string Currency { get; set; } = "EUR";

    public int DiscountPercent { get; set; }

    public bool Maintenance { get; set; }

    /// <summary>Which features are on: <c>/config/shop/Shop/Features/NAME</c>, <c>true</c> or <c>false</c>.</summary>
    public Dictionary<string, bool> Features { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}
