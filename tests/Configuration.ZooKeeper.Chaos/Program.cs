using Configuration.ZooKeeper.Chaos;

const int Violated = 1;
const int Misused = 2;
const int ProvesNothing = 3;

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

await Console.Error.WriteLineAsync($"FAILED with seed {options.Seed}; the log is {options.LogFile}");
return verdict.Violations.Count > 0 ? Violated : ProvesNothing;
