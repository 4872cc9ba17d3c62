using ZooKeeper.Coordination.Chaos;
using ZooKeeper.Coordination.Chaos.Workers;

const int Violated = 1;
const int Misused = 2;
const int ProvesNothing = 3;

if (args is [WorkerOptions.Command, ..])
{
    using var input = new StreamReader(Console.OpenStandardInput());
    await new Worker(WorkerOptions.Parse(args), input, Console.Out).RunAsync();
    return 0;
}

if (ChaosOptions.TryParse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(ChaosOptions.Usage);
    return Misused;
}

var verdict = await new ChaosRun(options, Console.Out.WriteLine).RunAsync();
Console.WriteLine(verdict);
if (verdict.IsGood)
{
    return 0;
}

await Console.Error.WriteLineAsync($"FAILED with seed {options.Seed}; the history is {options.LogFile}");
return verdict.Violations.Count > 0 ? Violated : ProvesNothing;
