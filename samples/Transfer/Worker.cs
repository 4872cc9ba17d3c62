using System.Diagnostics;
using System.Globalization;
using ZooKeeper.Client;
using ZooKeeper.Coordination;

namespace Transfer;

/// <summary>A process that transfers money, or takes part in a transfer. It can be killed at a step.</summary>
internal static class Worker
{
    public const string Path = "/transfers";

    public static Task RunAsync(string[] args) => args switch
    {
        ["transfer", var servers, var berlin, var paris, var account, var amount, .. var death] => TransferAsync(servers, berlin, paris, Number(account), Number(amount), death.FirstOrDefault()),
        ["participate", var servers, var id, var name, var connection, var account, var amount, .. var death] =>
            ParticipateAsync(servers, TransactionId.Parse(id), name, connection, Number(account), Number(amount), death.FirstOrDefault()),
        _ => throw new ArgumentException("Not understood."),
    };

    /// <summary>Starts this program with other arguments.</summary>
    public static Process Start(params IEnumerable<string> args) =>
        Process.Start(new ProcessStartInfo("dotnet", [typeof(Worker).Assembly.Location, .. args]) { RedirectStandardOutput = true })!;

    /// <summary>Moves an amount from an account in Berlin to the one in Paris.</summary>
    public static async Task<TransactionResult> TransferAsync(ZooKeeperTransactions transactions, Bank berlin, Bank paris, int account, long amount, string? death = null) =>
        await transactions.RunAsync([new MortalParticipant(berlin.Change(account, -amount), death), new MortalParticipant(paris.Change(account, amount), death)]);

    private static async Task TransferAsync(string servers, string berlinConnection, string parisConnection, int account, int amount, string? death)
    {
        await using var client = await ZooKeeperClient.ConnectAsync(servers);
        await using var berlin = new Bank("berlin", berlinConnection);
        await using var paris = new Bank("paris", parisConnection);
        Write(await TransferAsync(new ZooKeeperTransactions(client, Path), berlin, paris, account, amount, death));
    }

    private static async Task ParticipateAsync(string servers, TransactionId id, string name, string connection, int account, int amount, string? death)
    {
        await using var client = await ZooKeeperClient.ConnectAsync(servers);
        await using var bank = new Bank(name, connection);
        Write(await new ZooKeeperTransactions(client, Path).ParticipateAsync(id, new MortalParticipant(bank.Change(account, amount), death)));
    }

    private static void Write(TransactionResult result) => Console.WriteLine($"{(result.IsCommitted ? "committed" : "aborted")} {result.Id}");

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
