using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Configuration.ZooKeeper.Tests.Validation;

/// <summary>The options that are guarded here.</summary>
internal sealed class Shop
{
    public const string DiscountFailure = "Discount must be below 100.";

    public string Title { get; set; } = "";

    [Range(0, 99, ErrorMessage = DiscountFailure)]
    public int Discount { get; set; }

    public static bool IsValid(Shop shop) => shop.Discount < 100;

    /// <summary>Adds the validation of the discount.</summary>
    public static void Guard(OptionsBuilder<Shop> shop) => shop.Validate(IsValid, DiscountFailure);
}

/// <summary>Options that others read while they are created.</summary>
internal sealed class Limits
{
    public int Most { get; set; }
}

/// <summary>Validation that the framework's generator has written.</summary>
[OptionsValidator]
internal sealed partial class ShopValidator : IValidateOptions<Shop>;
