using System.CommandLine;

namespace ConfigZk.Tool.Commands;

/// <summary>Creates the argument that most commands have.</summary>
internal static class PathArgument
{
    public static Argument<string> Create(string description = "The path of a znode, such as /config/shop or prod:/config/shop.") =>
        new("path") { Description = description };
}
