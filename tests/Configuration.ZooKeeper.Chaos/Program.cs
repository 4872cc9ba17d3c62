using Configuration.ZooKeeper.Chaos;

if (ChaosOptions.TryParse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(ChaosOptions.Usage);
    return 2;
}

var verdict = await new ChaosRun(options, Console.Out.WriteLine).RunAsync();
Console.WriteLine(verdict);
if (verdict.IsGood)
{
    return 0;
}

await Console.Error.WriteLineAsync($"FAILED with seed {options.Seed}; the log is {options.LogFile}");
return 1;
