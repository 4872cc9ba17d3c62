using System.Diagnostics;

namespace Configuration.ZooKeeper.Telemetry;

/// <summary>The attributes of a measurement.</summary>
internal static class SourceTags
{
    public static TagList Of(string paths, string? error = null)
    {
        var tags = new TagList { { SourceActivities.PathsTag, paths } };
        if (error is not null)
        {
            tags.Add(SourceActivities.ErrorTag, error);
        }

        return tags;
    }
}
