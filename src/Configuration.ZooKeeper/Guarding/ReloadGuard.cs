using System.Diagnostics.CodeAnalysis;
using Configuration.ZooKeeper.Pinning;
using Configuration.ZooKeeper.Snapshots;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Configuration.ZooKeeper.Guarding;

/// <summary>Options, of one type and name, without which a state is not published: it must be possible to create them of it.</summary>
internal sealed class ReloadGuard
{
    [ThreadStatic]
    private static ReloadGuard? _active;

    private readonly Func<IServiceProvider, Action> _factoryOf;

    private ReloadGuard(Type optionsType, string name, Func<IServiceProvider, Action> factoryOf)
    {
        OptionsType = optionsType;
        Name = name;
        _factoryOf = factoryOf;
    }

    /// <summary>The guard that is checking on this thread, or null.</summary>
    public static ReloadGuard? Active => _active;

    public Type OptionsType { get; }

    public string Name { get; }

    public static ReloadGuard Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(string name)
        where TOptions : class => new(typeof(TOptions), name, services =>
        {
            var factory = services.GetRequiredService<IOptionsFactory<TOptions>>();
            return () => factory.Create(name);
        });

    public bool IsSameAs(ReloadGuard other) => other.OptionsType == OptionsType && other.Name == Name;

    /// <summary>Creates the options of the candidate, in a scope of their own, as the application would. Throws what the application throws.</summary>
    public void Check(IServiceScopeFactory scopes, PublishedState state, ConfigurationSnapshot candidate)
    {
        var scope = scopes.CreateAsyncScope();
        _active = this;
        try
        {
            // Before the pin: what is made here may be a singleton, and would keep what it reads when the candidate is rejected.
            var create = _factoryOf(scope.ServiceProvider);
            var pin = StatePin.EnterCandidate(state, candidate, OptionsType, Name);
            try
            {
                create();
            }
            finally
            {
                StatePin.Exit(pin);
            }
        }
        finally
        {
            _active = null;

            // Not on this thread, which waits for it: it may be one to whose context the application's code wants to return.
            Task.Run(() => scope.DisposeAsync().AsTask()).GetAwaiter().GetResult();
        }
    }

    public ZooKeeperOptionsRejection Reject(IReadOnlyList<string> failures) => new()
    {
        OptionsType = OptionsType.ToString(),
        OptionsName = Name,
        Failures = failures,
    };
}
