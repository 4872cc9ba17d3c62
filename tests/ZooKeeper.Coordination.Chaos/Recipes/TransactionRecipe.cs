using System.Text;
using ZooKeeper.Client;
using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Chaos.Recipes;

/// <summary>Transactions in three participants, which are files that all workers share. Each worker coordinates some, takes part in some, and recovers those of others.</summary>
internal sealed class TransactionRecipe() : Recipe("transaction", Happening.Decided, "outcomes")
{
    private const string FolderPath = "/written/transaction";

    private readonly HashSet<TransactionId> _noted = [];
    private TransactionWorkload? _workload;

    public override IReadOnlyList<string> Folders => []; // the last recovery deletes what is left

    public override bool BearsDeletions => false; // a deleted record counts as aborted

    public override IEnumerable<Violation> Check(IReadOnlyList<Entry> history) => Outcomes.Check([.. history.Where(entry => entry.Workload == Name)]);

    public override Task PrepareAsync(ZooKeeperClient client) =>
        client.CreateWithParentsAsync(FolderPath, Encoding.UTF8.GetBytes(Directory.CreateTempSubdirectory("chaos-transactions-").FullName));

    public override async Task NoteEndAsync(ZooKeeperClient client, HistoryLog log)
    {
        var folder = await FolderAsync(client);
        await TransactionWorkload.RecoverAsync(client, Path, folder);
        var participants = TransactionWorkload.Participants(folder);
        log.Write(new Entry { At = Clock.Now, What = Happening.Total, Workload = Name, Names = [.. participants.Select(participant => participant.Name)] });
        foreach (var participant in participants)
        {
            Note(Happening.Committed, participant.AllCommitted);
            Note(Happening.Undecided, participant.AllPrepared);

            void Note(Happening what, IReadOnlyList<TransactionId> ids)
            {
                foreach (var id in ids)
                {
                    log.Write(new Entry { At = Clock.Now, What = what, Workload = Name, Item = $"{id}", Path = participant.Name });
                }
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    protected override async Task AttemptAsync(Turn turn, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(150, 400);
        turn.Note(Happening.Invoked);
        try
        {
            _workload ??= new TransactionWorkload(turn.Client, Path, await FolderAsync(turn.Client), turn.Random.Next());
        }
        catch (ZooKeeperException e) when (e.IsTransient)
        {
            turn.Note(Happening.GaveUp); // the first fault can be quicker than the first attempt
            return;
        }

        if (!await _workload.StepAsync(cancellationToken))
        {
            turn.Note(Happening.GaveUp);
        }

        foreach (var (id, isCommitted) in _workload.Told.Where(told => _noted.Add(told.Key)))
        {
            turn.Write(turn.Entry(Happening.Decided) with { Item = $"{id}", IsCommitted = isCommitted });
        }
    }

    private static async Task<string> FolderAsync(ZooKeeperClient client) => Encoding.UTF8.GetString((await client.GetDataAsync(FolderPath)).Data!);
}
