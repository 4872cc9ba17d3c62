using Transfer;
using ZooKeeper.DevServer;

// Moves money between two databases, with a server for development and PostgreSQL in a temporary folder, or in the databases of two connection strings.
if (args.Length > 2)
{
    await Worker.RunAsync(args);
    return 0;
}

if (args.Length != 2 && PostgresCluster.Programs is null)
{
    await Console.Error.WriteLineAsync(
        "PostgreSQL is not installed. On Debian and Ubuntu, install it with: apt-get install postgresql. Or pass the connection strings of two databases, whose server has "
        + "max_prepared_transactions > 0. The sample drops their table 'accounts', and creates it again.");
    return 1;
}

await using var server = await ZooKeeperDevServer.StartAsync();
await using var postgres = args.Length == 2 ? null : await PostgresCluster.StartAsync("berlin", "paris");
await new Demonstration(server.ConnectionString, postgres?.ConnectionString("berlin") ?? args[0], postgres?.ConnectionString("paris") ?? args[1]).RunAsync();
return 0;
