using System.Globalization;

namespace Configuration.ZooKeeper.Revisions.Writer;

/// <summary>What a writer keeps on its disk: the plan that it is applying, and what became of the earlier ones. It outlives the process.</summary>
public sealed class Journal(string folder)
{
    private const string None = "-";

    private readonly string _pending = Path.Combine(folder, "pending.plan");
    private readonly string _outcomes = Path.Combine(folder, "outcomes.txt");

    /// <summary>Saves a plan before it is applied. A file that is only half written is never the pending plan.</summary>
    public async Task BeginAsync(Plan plan)
    {
        await plan.SaveAsync(_pending + ".new");
        File.Move(_pending + ".new", _pending, overwrite: true);
    }

    /// <summary>Records what became of the pending plan.</summary>
    public void End(Plan plan, int? revision)
    {
        File.AppendAllText(_outcomes, string.Create(CultureInfo.InvariantCulture, $"{plan.Uid} {(revision is { } number ? number : None)}\n"));
        File.Delete(_pending);
    }

    /// <summary>Returns the plan whose outcome is not recorded, or null.</summary>
    public async Task<Plan?> PendingAsync() => File.Exists(_pending) ? await Plan.LoadAsync(_pending) : null;

    /// <summary>Returns the outcome of each plan: its revision, or null if it was not applied. A process can end between the two writes of <see cref="End"/>.</summary>
    public IReadOnlyDictionary<Guid, int?> Outcomes() => !File.Exists(_outcomes)
        ? new Dictionary<Guid, int?>()
        : File.ReadAllLines(_outcomes).Distinct().Select(line => line.Split(' '))
            .ToDictionary(words => Guid.Parse(words[0]), words => words[1] == None ? (int?)null : int.Parse(words[1], CultureInfo.InvariantCulture));
}
