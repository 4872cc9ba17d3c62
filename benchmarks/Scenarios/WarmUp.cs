using System.Runtime;

namespace Benchmarks.Scenarios;

/// <summary>
/// Repeats work until the JIT compiler is done with it. The runtime compiles a method when it is first called, again after 30 calls to learn how it is used, and
/// once more after 30 others, each time only when it has found nothing new for a while. A method that runs once in a load needs hundreds of loads. Until then, the
/// compiler takes as much processor time as the loads.
/// </summary>
internal static class WarmUp
{
    private const int Batch = 100;
    private const int MostBatches = 20;
    private const double New = 0.01; // of all compiled methods: some paths are rare

    public static void Repeat(Action work)
    {
        for (var batch = 0; batch < MostBatches; batch++)
        {
            var before = JitInfo.GetCompiledMethodCount();
            for (var i = 0; i < Batch; i++)
            {
                work();
            }

            if (JitInfo.GetCompiledMethodCount() < before * (1 + New))
            {
                return;
            }
        }
    }
}
