using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>Whether a host will start with the configuration, and validate what the source has loaded.</summary>
internal enum ExpectedHost
{
    /// <summary>No: a plain <see cref="ConfigurationBuilder"/>.</summary>
    None,

    /// <summary>Perhaps: a builder of the kind that hosts use. Programs without a host use such builders, too.</summary>
    Possible,

    /// <summary>Yes: the source was added to the builder of a host, together with the services.</summary>
    Certain,
}
