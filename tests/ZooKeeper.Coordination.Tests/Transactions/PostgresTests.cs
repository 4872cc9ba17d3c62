using Npgsql;
using Transfer;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Transactions;

/// <summary>Two PostgreSQL databases as participants.</summary>
[TestClass]
public sealed class PostgresTests
{
    private static readonly string[] Steps = ["preparing", "prepared", "committing", "committed"];

    private static PostgresCluster? s_postgres;

    private static PostgresCluster Postgres => s_postgres ?? throw new InvalidOperationException("PostgreSQL is not started yet.");

    [ClassInitialize]
    public static async Task StartAsync(TestContext context) => s_postgres = await PostgresCluster.StartAsync("berlin", "paris");

    [ClassCleanup]
    public static async Task StopAsync() => await (s_postgres?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestMethod]
    public async Task Transfer_ProcessesKilledAtEveryStep_MoneyIsNeitherLostNorMadeAndNothingStaysPrepared()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using (var berlin = new Bank("berlin", Postgres.ConnectionString("berlin")))
        await using (var paris = new Bank("paris", Postgres.ConnectionString("paris")))
        {
            await berlin.CreateAsync(1, 0);
            await paris.CreateAsync(1, 0);
        }

        await new KillRun(Postgres, server, 0).MeasureAsync(); // creates the path
        var frames = await new KillRun(Postgres, server, 0).MeasureAsync();
        Assert.IsGreaterThan(10, frames.Count);
        Func<KillRun, Task>[] deaths = [
            .. Steps.SelectMany(step => new[] { $"berlin:{step}", $"paris:{step}" }).Select(step => (Func<KillRun, Task>)(run => run.DieAtStepAsync(step))),
            .. Steps.Select(step => (Func<KillRun, Task>)(run => run.ParticipantDiesAtStepAsync($"paris:{step}"))),
            .. frames.Select(frame => (Func<KillRun, Task>)(run => run.DieAtFrameAsync(frame.Direction, frame.Bytes)))];
        for (var round = 0; round < Effort.Of(1, 20); round++)
        {
            await new KillRun(Postgres, server, deaths.Length).RunAsync(deaths);
        }
    }

    // Npgsql: PREPARE TRANSACTION of a transaction that has failed answers ROLLBACK without an error, and the commit then fails.
    [TestMethod]
    public async Task Prepare_WorkIgnoresAFailedStatement_Fails()
    {
        await using var database = NpgsqlDataSource.Create(Postgres.ConnectionString("berlin"));
        var participant = new PostgresParticipant("careless", database, async (connection, cancellationToken) =>
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT 1 / 0";
            await Assert.ThrowsExactlyAsync<PostgresException>(() => command.ExecuteNonQueryAsync(cancellationToken));
        });

        var error = await Assert.ThrowsExactlyAsync<PostgresException>(() => participant.PrepareAsync(new TransactionId(Guid.NewGuid(), Guid.NewGuid()), CancellationToken.None));

        Assert.AreEqual(PostgresErrorCodes.InFailedSqlTransaction, error.SqlState);
        Assert.IsEmpty(await participant.ListPreparedAsync(CancellationToken.None));
    }

    // Citus: recovery tried to end transactions of other databases of the server, over and over.
    [TestMethod]
    public async Task List_OtherDatabasesAndNames_AreNotListedAndEndingThemDoesNothing()
    {
        await using var berlin = NpgsqlDataSource.Create(Postgres.ConnectionString("berlin"));
        await using var paris = NpgsqlDataSource.Create(Postgres.ConnectionString("paris"));
        var id = new TransactionId(Guid.NewGuid(), Guid.NewGuid());
        var longest = new string('n', 100);
        var here = new PostgresParticipant(longest, berlin, (_, _) => Task.CompletedTask);
        await here.PrepareAsync(id, CancellationToken.None);

        Assert.IsEmpty(await new PostgresParticipant(longest, paris).ListPreparedAsync(CancellationToken.None));
        var other = new PostgresParticipant(longest[1..], berlin);
        Assert.IsEmpty(await other.ListPreparedAsync(CancellationToken.None));
        await other.CommitPreparedAsync(id, CancellationToken.None);
        await other.RollbackPreparedAsync(id, CancellationToken.None);
        CollectionAssert.AreEqual(new[] { id }, (await here.ListPreparedAsync(CancellationToken.None)).ToArray());
        await here.RollbackPreparedAsync(id, CancellationToken.None);
        await here.RollbackPreparedAsync(id, CancellationToken.None);
        Assert.IsEmpty(await here.ListPreparedAsync(CancellationToken.None));
    }

    [TestMethod]
    public async Task Commit_FromSeveralConnectionsAtOnce_IsDoneOnceWithoutAnError()
    {
        await using var berlin = new Bank("berlin", Postgres.ConnectionString("berlin"));
        await berlin.CreateAsync(1, 0);
        for (var round = 1; round <= 10; round++)
        {
            var id = new TransactionId(Guid.NewGuid(), Guid.NewGuid());
            await berlin.Change(1, 1).PrepareAsync(id, CancellationToken.None);

            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => berlin.Participant.CommitPreparedAsync(id, CancellationToken.None)))).WaitAsync(SharedServer.Deadline);

            Assert.AreEqual(round, (await berlin.BalancesAsync())[1]);
        }
    }

    [TestMethod]
    public async Task Run_ParticipantsFail_NameTheCauseAndLeaveNothing()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var berlin = new Bank("berlin", Postgres.ConnectionString("berlin"));
        await using var paris = new Bank("paris", Postgres.ConnectionString("paris"));
        await berlin.CreateAsync(1, 5);
        await paris.CreateAsync(1, 5);
        var transactions = new ZooKeeperTransactions(client, SharedServer.UniquePath());

        var tooMuch = await transactions.RunAsync([berlin.Change(1, -6), paris.Change(1, 6)]);
        var noAccount = await transactions.RunAsync([berlin.Change(1, -1), paris.Change(2, 1)]);

        Assert.AreEqual(PostgresErrorCodes.CheckViolation, (tooMuch.Failure as PostgresException)?.SqlState);
        Assert.AreEqual("There is no account 2 in paris.", noAccount.Failure?.Message);
        Assert.AreEqual(0, await berlin.PreparedAsync() + await paris.PreparedAsync());
        Assert.AreEqual(5, (await berlin.BalancesAsync())[1]);
    }
}
