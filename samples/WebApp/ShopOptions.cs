namespace WebApp;

/// <summary>The options that operators can change while the shop runs: the znodes below <c>/config/shop/Shop</c>.</summary>
internal sealed class ShopOptions
{
    public string Title { get; set; } = "Shop";

    /// <summary>Gets or sets the line below the title. Empty for none.</summary>
    public string Banner { get; set; } = "";

    public string Currency { get; set; } = "EUR";

    public int DiscountPercent { get; set; }

    /// <summary>Gets the products and their prices: <c>/config/shop/Shop/Prices/NAME</c>.</summary>
    public Dictionary<string, decimal> Prices { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    public bool Maintenance { get; set; }

    /// <summary>Gets the features that are on or off: <c>/config/shop/Shop/Features/NAME</c>, <c>true</c> or <c>false</c>.</summary>
    public Dictionary<string, bool> Features { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}
