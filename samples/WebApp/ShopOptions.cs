namespace WebApp;

/// <summary>What the operators of the shop can change while it runs: the znodes below <c>/config/shop/Shop</c>.</summary>
internal sealed class ShopOptions
{
    public string Title { get; set; } = "Shop";

    /// <summary>The line below the title; empty for none.</summary>
    public string Banner { get; set; } = "";

    public string Currency { get; set; } = "EUR";

    public int DiscountPercent { get; set; }

    /// <summary>What is sold, and for how much: <c>/config/shop/Shop/Prices/NAME</c>.</summary>
    public Dictionary<string, decimal> Prices { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    public bool Maintenance { get; set; }

    /// <summary>Which features are on: <c>/config/shop/Shop/Features/NAME</c>, <c>true</c> or <c>false</c>.</summary>
    public Dictionary<string, bool> Features { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}
