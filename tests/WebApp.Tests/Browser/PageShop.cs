using ZooKeeper.Testing;

namespace WebApp.Tests.Browser;

/// <summary>Shops whose page is looked at: they have the sample's own files.</summary>
internal static class PageShop
{
    private static string Files => $"--contentRoot={Path.Combine(Repository.Root, "samples", "WebApp")}";

    /// <summary>Starts a shop with a server and the values of the sample.</summary>
    public static Task<ShopProcess> StartAsync() => ShopProcess.StartAsync(connectionString: null, "--environment=Development", Files);

    /// <summary>Starts a shop that has an ensemble and may write there.</summary>
    public static Task<ShopProcess> StartAsync(string connectionString, params string[] arguments) =>
        ShopProcess.StartAsync(connectionString, ["--environment=Development", "--ZooKeeper:AllowWrites=true", Files, .. arguments]);

    public static Task<ShopPage> OpenPageAsync(this ShopProcess shop, TestContext test) => ShopPage.OpenAsync(shop.Http.BaseAddress!, test);
}
