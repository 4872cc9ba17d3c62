using System.Text.Json.Serialization;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Specifies what happens to a znode.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChangeKind>))]
public enum ChangeKind
{
    /// <summary>The znode is created.</summary>
    Create,

    /// <summary>Its data is written.</summary>
    Set,

    /// <summary>The znode is deleted.</summary>
    Delete,
}
