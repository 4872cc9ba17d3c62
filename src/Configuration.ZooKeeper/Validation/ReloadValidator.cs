using System.Diagnostics.CodeAnalysis;
using Configuration.ZooKeeper.Pinning;
using Configuration.ZooKeeper.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Configuration.ZooKeeper.Validation;

/// <summary>Rejects a reload if options of one type and name would become invalid.</summary>
internal sealed class ReloadValidator
{
    // Flows to everything that a validation starts, also on other threads.
    private static readonly AsyncLocal<RunningCheck?> s_running = new();

    private readonly Func<IServiceProvider, Action> _factoryOf;

    private ReloadValidator(Type optionsType, string name, Func<IServiceProvider, Action> factoryOf)
    {
        OptionsType = optionsType;
        Name = name;
        _factoryOf = factoryOf;
    }

    /// <summary>Gets the validator whose check is calling, on any thread, or null.</summary>
    public static ReloadValidator? Active => s_running.Value is { IsRunning: true } running ? running.Validator : null;

    public Type OptionsType { get; }

    public string Name { get; }

    public static ReloadValidator Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(string name)
        where TOptions : class => new(typeof(TOptions), name, services =>
        {
            var factory = services.GetRequiredService<IOptionsFactory<TOptions>>();
            return () => factory.Create(name);
        });

    public bool IsSameAs(ReloadValidator other) => other.OptionsType == OptionsType && other.Name == Name;

    /// <summary>Creates the options of the candidate, in a scope of their own, as the application would. Throws what the application throws.</summary>
    public void Check(IServiceScopeFactory scopes, PublishedState state, KeyIndex candidate)
    {
        var scope = scopes.CreateAsyncScope();
        var running = new RunningCheck(this);
        s_running.Value = running;
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
            running.IsRunning = false;
            s_running.Value = null;

            // Not on this thread, which waits for it: it may be one to whose context the application's code wants to return.
            Task.Run(() => scope.DisposeAsync().AsTask()).GetAwaiter().GetResult();
        }
    }

    public ZooKeeperInvalidOptions Reject(IReadOnlyList<string> failures) => new()
    {
        OptionsType = OptionsType.ToString(),
        OptionsName = Name,
        Failures = failures,
    };

    public override string ToString() => ZooKeeperInvalidOptions.Describe(OptionsType.ToString(), Name);

    private sealed class RunningCheck(ReloadValidator guard)
    {
        private volatile bool _isRunning = true;

        public ReloadValidator Validator { get; } = guard;

        // A task of a validation can outlive it.
        public bool IsRunning
        {
            get => _isRunning;
            set => _isRunning = value;
        }
    }
}
