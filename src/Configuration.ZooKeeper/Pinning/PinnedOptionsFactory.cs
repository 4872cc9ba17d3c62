using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Configuration.ZooKeeper.Pinning;

/// <summary>Creates each options object from one key index, including everything that its configuration callbacks read.</summary>
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
        catch (Exception e) when (CreatedOptions.Note(e, typeof(TOptions), name))
        {
            throw; // the filter is always false
        }
        finally
        {
            StatePin.Exit(pin);
        }
    }
}
