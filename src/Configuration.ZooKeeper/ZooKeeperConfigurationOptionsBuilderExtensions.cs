using System.Diagnostics.CodeAnalysis;
using Configuration.ZooKeeper.Validation;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Rejects reloads that would make options invalid.</summary>
public static class ZooKeeperConfigurationOptionsBuilderExtensions
{
    /// <summary>
    /// Rejects a reload if these options would become invalid.
    /// </summary>
    /// <remarks>
    /// <para>Before a ZooKeeper source publishes changed keys, it creates the options from them: bound, configured and validated as in the application. If any
    /// step throws, the source rejects the whole reload. Neither options nor direct reads of the configuration ever show the rejected values. The last good
    /// configuration stays in effect until the next valid one. The status, the log and the health check report the reason.</para>
    /// <para>Validation is active from the start of the host, before its startup validators, until its services are disposed. It covers the first load only if
    /// the source has a <c>SnapshotFile</c>: if the first configuration is invalid, the one in the file takes effect. Use <c>ValidateOnStart()</c>, too.
    /// Nothing is validated if no host starts the services, as with a plain <see cref="ServiceCollection"/>, or if the <c>IConfiguration</c> service is not an
    /// <c>IConfigurationRoot</c>.</para>
    /// <para>The <see cref="IOptionsFactory{TOptions}"/> creates the options in a separate scope, and the result is discarded. On that thread, reads of the
    /// configuration see the new keys of the changed source and the current keys of all other sources. Any other options that the validation reads, and these
    /// options through <see cref="IOptionsMonitor{TOptions}"/>, have their current values.</para>
    /// <para>Validation runs on the thread that publishes changes, and delays them. It must be fast, depend only on the options, and never reload the
    /// configuration.</para>
    /// <para>This method also calls <see cref="ZooKeeperConfigurationServiceCollectionExtensions.AddZooKeeperConfiguration"/>. Repeated calls for the same
    /// options have no effect. Each named options instance needs its own call.</para>
    /// </remarks>
    /// <typeparam name="TOptions">The type of the options.</typeparam>
    /// <param name="optionsBuilder">The options builder.</param>
    public static OptionsBuilder<TOptions> ValidateOnReload<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this OptionsBuilder<TOptions> optionsBuilder)
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(optionsBuilder);
        var services = optionsBuilder.Services.AddZooKeeperConfiguration();
        var validator = ReloadValidator.Of<TOptions>(optionsBuilder.Name);
        if (!services.Any(service => service.ServiceType == typeof(ReloadValidator) && validator.IsSameAs((ReloadValidator)service.ImplementationInstance!)))
        {
            services.AddSingleton(validator);
        }

        return optionsBuilder;
    }
}
