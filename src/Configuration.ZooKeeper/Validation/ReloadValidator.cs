using System.Diagnostics.CodeAnalysis;
using Configuration.ZooKeeper.Keys;
using Configuration.ZooKeeper.Pinning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Configuration.ZooKeeper.Validation;

/// <summary>Rejects a reload if options of one type and name cannot be created from it.</summary>
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

    /// <summary>The validator whose check the caller runs in, on any thread, or null.</summary>
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

    /// <summary>Creates the options from a candidate, like the application does, in a scope of their own. Throws what the application throws.</summary>
    public void Check(IServiceScopeFactory scopes, PublishedState published, KeyIndex candidate)
    {
        var scope = scopes.CreateAsyncScope();
        var running = new RunningCheck(this);
        s_running.Value = running;
        try
        {
            // Before the pin: a singleton that is created here would keep what it reads, even if the candidate is rejected.
            var create = _factoryOf(scope.ServiceProvider);
            var pin = StatePin.EnterCandidate(published, candidate, OptionsType, Name);
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

            // On another thread: this one waits, and may have a synchronization context that the application's code needs to continue.
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

    private sealed class RunningCheck(ReloadValidator validator)
    {
        private volatile bool _isRunning = true;

        public ReloadValidator Validator { get; } = validator;

        // A task that a validation starts can outlive it.
        public bool IsRunning
        {
            get => _isRunning;
            set => _isRunning = value;
        }
    }
}
