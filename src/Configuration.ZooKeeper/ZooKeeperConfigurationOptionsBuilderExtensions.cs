using System.Diagnostics.CodeAnalysis;
using Configuration.ZooKeeper.Validation;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Has options decide over what is taken from ZooKeeper.</summary>
public static class ZooKeeperConfigurationOptionsBuilderExtensions
{
    /// <summary>
    /// Takes a new state of ZooKeeper over only if these options can be created of it: bound, configured and validated as the application has it. A state that
    /// makes anything of that throw is held back as a whole, whichever of the ZooKeeper sources it comes from: no option, and no direct read of the
    /// configuration, ever shows it. The last good state stays until the next good one, and the status, the log and the health check say what was wrong.
    /// </summary>
    /// <remarks>
    /// <para>It acts from the start of the host until its services are disposed. What is loaded before is not checked: <c>ValidateOnStart()</c> does that. If
    /// no host starts the services, as with a plain <see cref="ServiceCollection"/>, nothing is checked, and nothing either if the services have no
    /// <c>IConfigurationRoot</c> as their <c>IConfiguration</c>.</para>
    /// <para>The options are created by their <see cref="IOptionsFactory{TOptions}"/>, in a scope of their own, and thrown away. All reads of the configuration
    /// on that thread see the new state of the source that has one, and what is in effect of the others. Other options that are read meanwhile, and also these
    /// ones through <see cref="IOptionsMonitor{TOptions}"/>, are those in effect, not those to come.</para>
    /// <para>Validation runs whenever keys of a ZooKeeper source change, on the thread that takes changes over, and delays the change: it should depend on
    /// nothing but the options, be quick, and never reload the configuration.</para>
    /// <para>Implies <see cref="ZooKeeperConfigurationServiceCollectionExtensions.AddZooKeeperConfiguration"/>. Calling it twice for the same options is calling
    /// it once. Options with a name are guarded each by its own call.</para>
    /// </remarks>
    /// <typeparam name="TOptions">The type of the options.</typeparam>
    /// <param name="optionsBuilder">The options.</param>
    public static OptionsBuilder<TOptions> ValidateOnReload<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this OptionsBuilder<TOptions> optionsBuilder)
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(optionsBuilder);
        var services = optionsBuilder.Services.AddZooKeeperConfiguration();
        var guard = ReloadValidator.Of<TOptions>(optionsBuilder.Name);
        if (!services.Any(service => service.ServiceType == typeof(ReloadValidator) && guard.IsSameAs((ReloadValidator)service.ImplementationInstance!)))
        {
            services.AddSingleton(guard);
        }

        return optionsBuilder;
    }
}
