using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Benchmarks.Micro;

/// <summary>Runs parts in isolation, without a server, with BenchmarkDotNet, which gets the arguments after <c>micro</c>.</summary>
internal static class MicroBenchmarks
{
    public const string Command = "micro";

    // In this process: the projects that BenchmarkDotNet generates do not build with the rules of this repository.
    public static void Run(IEnumerable<string> args) => BenchmarkSwitcher
        .FromTypes([typeof(Codec), typeof(Mapping), typeof(SnapshotIndex)])
        .Run([.. args], DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));
}
