using ZooKeeper.Client;
using ZooKeeper.Coordination;

namespace Transfer;

/// <summary>Transfers that end well, that fail, and whose process is killed; and the recovery.</summary>
internal sealed class Demonstration(string servers, string berlinConnection, string parisConnection)
{
    private const int Account = 1;
    private const int Amount = 10;

    public async Task RunAsync()
    {
        await using var client = await ZooKeeperClient.ConnectAsync(servers);
        await using var berlin = new Bank("berlin", berlinConnection);
        await using var paris = new Bank("paris", parisConnection);
        await berlin.CreateAsync(Account, 100);
        await paris.CreateAsync(Account, 100);

        // In this sample, the recovery does not wait for coordinators that may still live.
        var transactions = new ZooKeeperTransactions(client, Worker.Path, new TransactionOptions { RecoveryDelay = TimeSpan.Zero });
        await ShowAsync("Before");

        var result = await Worker.TransferAsync(transactions, berlin, paris, Account, Amount);
        await ShowAsync($"A transfer of {Amount}: {Word(result)}");

        result = await Worker.TransferAsync(transactions, berlin, paris, Account, 1000);
        await ShowAsync($"A transfer of 1000: {Word(result)} ({result.Failure?.GetType().Name})");

        var id = await transactions.BeginAsync(["berlin", "paris"]);
        using var participant = Worker.Start("participate", servers, $"{id}", "paris", parisConnection, $"{Account}", $"{Amount}");
        result = await transactions.RunAsync(id, [berlin.Change(Account, -Amount)]);
        await participant.WaitForExitAsync();
        await ShowAsync($"A transfer of {Amount} whose participants are two processes: {Word(result)}");

        await KillAsync("paris:prepared", "before the decision");
        await RecoverAsync();
        await KillAsync("paris:committing", "between the decision and the commit");
        await RecoverAsync();

        async Task KillAsync(string death, string when)
        {
            using var worker = Worker.Start("transfer", servers, berlinConnection, parisConnection, $"{Account}", $"{Amount}", death);
            await worker.WaitForExitAsync();
            await ShowAsync($"A transfer of {Amount}, killed {when}");
        }

        async Task RecoverAsync()
        {
            var recovery = await transactions.RecoverAsync([berlin.Participant, paris.Participant]);
            await ShowAsync($"Recovery, {(recovery.IsComplete ? "nothing is left" : "something is left")}");
        }

        async Task ShowAsync(string what) => Console.WriteLine(
            $"{what}. Berlin {await BalanceAsync(berlin)}, Paris {await BalanceAsync(paris)}, prepared {await berlin.PreparedAsync() + await paris.PreparedAsync()}.");
    }

    private static async Task<long> BalanceAsync(Bank bank) => (await bank.BalancesAsync())[Account];

    private static string Word(TransactionResult result) => result.IsCommitted ? "committed" : "aborted";
}
