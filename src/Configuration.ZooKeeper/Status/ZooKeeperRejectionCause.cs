using System.Text.Json.Serialization;

namespace Configuration.ZooKeeper;

/// <summary>Specifies why a reload was rejected.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ZooKeeperRejectionCause>))] // a status endpoint shows words
public enum ZooKeeperRejectionCause
{
    /// <summary>The data of a znode is not text, cannot be parsed as a document or cannot be decrypted, or a delegate of the options failed.</summary>
    Malformed,

    /// <summary>None of the source's paths exists.</summary>
    Missing,

    /// <summary>A path of the source is unreadable.</summary>
    Unreadable,

    /// <summary>Options of the application cannot be created, or fail their validation.</summary>
    InvalidOptions,

    /// <summary>A tool is changing the configuration in several transactions. The source publishes them together after the last one.</summary>
    ImportUnderWay,

    /// <summary>
    /// A path of the source is neither a managed root nor below one, and <see cref="ZooKeeperConfigurationOptions.RequireManagedRoot"/> is set.
    /// </summary>
    NotManaged,
}
