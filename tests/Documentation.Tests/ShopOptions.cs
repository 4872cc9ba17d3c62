namespace Documentation.Tests;

public sealed class ShopOptions
{
    public string Title { get; set; } = "";
}
