using System.Diagnostics.CodeAnalysis;
using Npgsql;
using ZooKeeper.Coordination;

namespace Transfer;

/// <summary>
/// A PostgreSQL database as a participant, by <c>PREPARE TRANSACTION</c>. Its server needs <c>max_prepared_transactions</c> above 0. Copy this file into your application.
/// </summary>
/// <param name="name">The name of the participant. Give each database a name of its own.</param>
/// <param name="database">The database. Only the user that prepared a transaction, or a superuser, can end it.</param>
/// <param name="workAsync">What a transaction does, or null for a participant that only recovers.</param>
internal sealed class PostgresParticipant(string name, NpgsqlDataSource database, Func<NpgsqlConnection, CancellationToken, Task>? workAsync = null) : ITransactionParticipant
{
    private const string Prefix = "zk_";
    private const int IdLength = 65;
    private static readonly TimeSpan PauseWhileBusy = TimeSpan.FromMilliseconds(10);

    public string Name => name;

    public async Task PrepareAsync(TransactionId id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, "BEGIN", cancellationToken);
        await (workAsync ?? throw new InvalidOperationException($"The participant '{name}' only recovers: it has no work."))(connection, cancellationToken);

        // If a statement has failed and the work has ignored it, PREPARE TRANSACTION rolls back without an error. This statement fails instead.
        await ExecuteAsync(connection, "SELECT 1", cancellationToken);
        await ExecuteAsync(connection, $"PREPARE TRANSACTION '{GidOf(id)}'", cancellationToken);
    }

    public Task CommitPreparedAsync(TransactionId id, CancellationToken cancellationToken) => EndAsync($"COMMIT PREPARED '{GidOf(id)}'", cancellationToken);

    public Task RollbackPreparedAsync(TransactionId id, CancellationToken cancellationToken) => EndAsync($"ROLLBACK PREPARED '{GidOf(id)}'", cancellationToken);

    public async Task<IReadOnlyList<TransactionId>> ListPreparedAsync(CancellationToken cancellationToken)
    {
        // The view shows all databases of the server, and a transaction can be ended only in its own.
        await using var command = database.CreateCommand("SELECT gid FROM pg_prepared_xacts WHERE database = current_database()");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<TransactionId> prepared = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            var gid = reader.GetString(0);
            if (gid.Length > Prefix.Length + IdLength && TransactionId.TryParse(gid.Substring(Prefix.Length, IdLength), out var id) && gid == GidOf(id))
            {
                prepared.Add(id);
            }
        }

        return prepared;
    }

    // At most 169 of the 200 bytes that PostgreSQL permits. Neither the id nor a valid name has a quote in it.
    private string GidOf(TransactionId id) => $"{Prefix}{id}_{name}";

    private async Task EndAsync(string statement, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(cancellationToken);
                await ExecuteAsync(connection, statement, cancellationToken);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedObject)
            {
                return; // it is not prepared: another process has ended it
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ObjectNotInPrerequisiteState)
            {
                await Task.Delay(PauseWhileBusy, TimeProvider.System, cancellationToken); // another process is ending it
            }
        }
    }

    [SuppressMessage("Security", "CA2100", Justification = "PREPARE TRANSACTION and its kind have no parameters.")]
    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
