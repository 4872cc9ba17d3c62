using Microsoft.Extensions.Options;

namespace WebApp;

/// <summary>What <c>GET /api/options</c> answers.</summary>
internal static class ShopAnswer
{
    public static IResult Of(IOptionsMonitor<ShopOptions> shop)
    {
        try
        {
            return Results.Ok(shop.CurrentValue);
        }
        catch (InvalidOperationException)
        {
            // The message of the binder quotes the value, so it is neither passed on nor logged.
            return PlainText.Of(
                StatusCodes.Status500InternalServerError,
                "A znode's value does not fit its option: DiscountPercent is a whole number, Maintenance and each of Features are true or false. " +
                "Correct it.");
        }
    }
}
