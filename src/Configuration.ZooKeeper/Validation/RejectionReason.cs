using Configuration.ZooKeeper.Keys;
using Microsoft.Extensions.Options;

namespace Configuration.ZooKeeper.Validation;

/// <summary>
/// Formats an exception that caused a reload to be rejected. Validation messages are the application's own words. For any other exception, only the type and
/// the key are shown, because messages of the binder and of parsers quote values.
/// </summary>
internal static class RejectionReason
{
    /// <summary>Returns at least one line. Validation messages of options other than the given ones start with their type and name.</summary>
    public static IReadOnlyList<string> Of(Exception exception, Type optionsType, string name, KeyIndex candidate)
    {
        try
        {
            return [.. Lines(exception, optionsType, name, candidate).Distinct()];
        }
        catch (Exception)
        {
            // An application can derive from OptionsValidationException, and its Failures can throw.
            return [TypeOf(exception, candidate)];
        }
    }

    private static IEnumerable<string> Lines(Exception exception, Type optionsType, string name, KeyIndex candidate) => exception switch
    {
        AggregateException { InnerExceptions.Count: > 0 } aggregate => aggregate.Flatten().InnerExceptions.SelectMany(inner => Lines(inner, optionsType, name, candidate)),
        OptionsValidationException validation when FailuresOf(validation, optionsType, name) is { Count: > 0 } failures => failures,
        { InnerException: { } inner } when HasValidation(inner) => [TypeOf(exception, candidate), .. Lines(inner, optionsType, name, candidate)],
        _ => [TypeOf(exception, candidate)],
    };

    private static List<string> FailuresOf(OptionsValidationException validation, Type optionsType, string name)
    {
        var prefix = validation.OptionsType == optionsType && validation.OptionsName == name
            ? ""
            : $"{ZooKeeperInvalidOptions.Describe(validation.OptionsType.ToString(), validation.OptionsName)}: ";
        return [.. validation.Failures.Where(failure => !string.IsNullOrWhiteSpace(failure)).Select(failure => prefix + failure)];
    }

    private static bool HasValidation(Exception exception) => exception switch
    {
        OptionsValidationException => true,
        AggregateException aggregate => aggregate.InnerExceptions.Any(HasValidation),
        _ => exception.InnerException is { } inner && HasValidation(inner),
    };

    private static string TypeOf(Exception exception, KeyIndex candidate) =>
        $"{exception.GetType()}: the options could not be created{(FaultyValue.Describe(exception, candidate) is { } value ? $", {value}" : "")}";
}
