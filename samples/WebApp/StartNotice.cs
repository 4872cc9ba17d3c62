namespace WebApp;

/// <summary>The text that the shop prints when it has started: its addresses, and commands to try.</summary>
internal static class StartNotice
{
    /// <param name="ensemble">The server of the znodes.</param>
    /// <param name="address">An address that the shop listens on, with its real port.</param>
    public static string Of(ShopEnsemble ensemble, string address)
    {
        // The wildcard address cannot be opened in a browser; localhost can.
        var page = address.Replace("//[::]:", "//localhost:", StringComparison.Ordinal)
            .Replace("//0.0.0.0:", "//localhost:", StringComparison.Ordinal)
            .TrimEnd('/');
        var title = ensemble.Root == "/" ? "/Shop/Title" : $"{ensemble.Root}/Shop/Title";
        var server = ensemble.IsInProcess
            ? $"{ensemble.ConnectionString}, a server inside this process: in memory, for development only"
            : ensemble.ConnectionString;
        var change = ensemble.TakesWrites
            ? $"curl -X PUT -d \"Night shop\" {page}/api/znodes/Shop/Title"
            : $"bin/zkCli.sh -server {ensemble.ConnectionString} set {title} \"Night shop\"";
        return $"""

            The shop is open.
              ZooKeeper        {server}
              Znodes           {ensemble.Root} and below
              Page             {page}/
              Change a znode   {change}

            """;
    }
}
