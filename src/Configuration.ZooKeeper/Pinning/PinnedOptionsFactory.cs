using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Configuration.ZooKeeper.Pinning;

/// <summary>Creates options from one state: all of a type's properties, and whatever its configuration reads, come from the same snapshot.</summary>
internal sealed class PinnedOptionsFactory<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
    IEnumerable<IConfigureOptions<TOptions>> setups,
    IEnumerable<IPostConfigureOptions<TOptions>> postConfigures,
    IEnumerable<IValidateOptions<TOptions>> validations)
    : OptionsFactory<TOptions>(setups, postConfigures, validations), IOptionsFactory<TOptions>
    where TOptions : class
{
    TOptions IOptionsFactory<TOptions>.Create(string name)
    {
        var pin = StatePin.EnterToCreate(typeof(TOptions), name);
        try
        {
            return Create(name);
        }
        finally
        {
            StatePin.Exit(pin);
        }
    }
}
