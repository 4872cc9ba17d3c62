using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Configuration.ZooKeeper.Pinning;

/// <summary>Creates all options of a scope from one key index, no matter when each of them is first read.</summary>
internal sealed class ScopedOptionsSnapshot<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
    IOptionsFactory<TOptions> factory, ScopePin scope)
    : OptionsManager<TOptions>(new InScope(factory, scope))
    where TOptions : class
{
    private sealed class InScope(IOptionsFactory<TOptions> factory, ScopePin scope) : IOptionsFactory<TOptions>
    {
        public TOptions Create(string name)
        {
            var pin = StatePin.EnterScope(scope);
            try
            {
                return factory.Create(name);
            }
            finally
            {
                StatePin.Exit(pin);
            }
        }
    }
}
