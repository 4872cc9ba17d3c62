using Npgsql;

namespace Transfer;

/// <summary>Accounts in one database. A balance cannot be negative.</summary>
internal sealed class Bank(string name, string connectionString) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(connectionString);

    /// <summary>A participant that only recovers.</summary>
    public PostgresParticipant Participant => new(name, _database);

    /// <summary>A participant that adds an amount to an account, which can be negative.</summary>
    public PostgresParticipant Change(int account, long amount) => new(name, _database, async (connection, cancellationToken) =>
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE accounts SET balance = balance + $1 WHERE id = $2";
        command.Parameters.Add(new NpgsqlParameter { Value = amount });
        command.Parameters.Add(new NpgsqlParameter { Value = account });
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            throw new InvalidOperationException($"There is no account {account} in {name}.");
        }
    });

    public async Task CreateAsync(int accounts, long balance)
    {
        await using var command = _database.CreateCommand(
            "DROP TABLE IF EXISTS accounts; CREATE TABLE accounts (id int PRIMARY KEY, balance bigint NOT NULL CHECK (balance >= 0))");
        await command.ExecuteNonQueryAsync();
        await using var insert = _database.CreateCommand("INSERT INTO accounts SELECT id, $2 FROM generate_series(1, $1) AS id");
        insert.Parameters.Add(new NpgsqlParameter { Value = accounts });
        insert.Parameters.Add(new NpgsqlParameter { Value = balance });
        await insert.ExecuteNonQueryAsync();
    }

    /// <summary>The balances of all accounts.</summary>
    public async Task<IReadOnlyDictionary<int, long>> BalancesAsync()
    {
        await using var command = _database.CreateCommand("SELECT id, balance FROM accounts");
        await using var reader = await command.ExecuteReaderAsync();
        var balances = new Dictionary<int, long>();
        while (await reader.ReadAsync())
        {
            balances.Add(reader.GetInt32(0), reader.GetInt64(1));
        }

        return balances;
    }

    /// <summary>How many transactions are prepared.</summary>
    public async Task<int> PreparedAsync() => (await Participant.ListPreparedAsync(CancellationToken.None)).Count;

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
