using Microsoft.Extensions.Options;

namespace WebApp;

/// <summary>The response of <c>GET /api/options</c>.</summary>
internal static class ShopAnswer
{
    /// <summary>The response if the options cannot be created. The binder's message quotes the value, so it is neither sent nor logged.</summary>
    /// <remarks>Invalid values in ZooKeeper are rejected. Invalid values in other sources, such as <c>appsettings.json</c>, are not.</remarks>
    public const string Misfit =
        "A value does not fit its option: DiscountPercent is a whole number from 0 to 90, Currency a code of three capital letters, each of Prices a number " +
        "such as 2.50, Maintenance and each of Features true or false. Correct it.";

    public static bool IsMisfit(Exception error) => error is InvalidOperationException or OptionsValidationException;

    public static IResult Of(IOptionsMonitor<ShopOptions> shop)
    {
        try
        {
            return Results.Ok(shop.CurrentValue);
        }
        catch (Exception e) when (IsMisfit(e))
        {
            return PlainText.Of(StatusCodes.Status500InternalServerError, Misfit);
        }
    }
}
