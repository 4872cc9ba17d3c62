using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Benchmarks.Micro;

/// <summary>Parts by themselves, without a server, measured by BenchmarkDotNet; what follows <c>micro</c> on the command line is for it.</summary>
internal static class MicroBenchmarks
{
    public const string Command = "micro";

    // In this process: the projects that it would generate elsewhere do not build by the rules of this repository.
    public static void Run(IEnumerable<string> args) => BenchmarkSwitcher
        .FromTypes([typeof(Codec), typeof(Mapping), typeof(SnapshotIndex)])
        .Run([.. args], DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));
}
