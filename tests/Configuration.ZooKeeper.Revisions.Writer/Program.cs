using System.Globalization;
using Configuration.ZooKeeper.Revisions;
using Configuration.ZooKeeper.Revisions.Writer;
using ZooKeeper.Client;

// Applies one plan after the other until it is killed. First, it finds out what became of the plan that its predecessor was applying.
var (server, folder, name) = (args[0], args[1], args[2]);
var journal = new Journal(folder);
await using var client = await ZooKeeperClient.ConnectAsync(server);
await using var root = await ManagedRoot.OpenAsync(client, "/shop", new ManagedRootOptions { MaxRevisions = int.MaxValue, MaxBytes = long.MaxValue });
if (await journal.PendingAsync() is { } pending)
{
    journal.End(pending, (await root.ResolveAsync(pending))?.Number);
}

while (true)
{
    var value = string.Create(CultureInfo.InvariantCulture, $"{name}-{Random.Shared.Next()}");
    var plan = await root.PlanAsync(new DesiredState().Set("One", value).Set("Section/Other", value));
    await journal.BeginAsync(plan);
    await Console.Out.WriteLineAsync("applying");
    try
    {
        journal.End(plan, (await root.ApplyAsync(plan, "test", new Author(name, null))).Number);
    }
    catch (RevisionConflictException)
    {
        journal.End(plan, revision: null); // another writer was faster
    }
}
