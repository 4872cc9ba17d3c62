using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace ZooKeeper.Client.Tests.Hostile;

/// <summary>Notes exceptions that no input may cause, thrown where frames are handled, be they caught or not. For tests that do not run beside others.</summary>
internal sealed class ProgrammingErrors : IDisposable
{
    private readonly ConcurrentQueue<string> _thrown = [];

    public ProgrammingErrors() => AppDomain.CurrentDomain.FirstChanceException += OnThrown;

    public IReadOnlyCollection<string> Thrown => _thrown;

    public void Dispose() => AppDomain.CurrentDomain.FirstChanceException -= OnThrown;

    private void OnThrown(object? sender, FirstChanceExceptionEventArgs args)
    {
        if (args.Exception is (NullReferenceException or IndexOutOfRangeException or InvalidCastException or ArgumentException or ArithmeticException or
            KeyNotFoundException or InvalidOperationException or OutOfMemoryException) and not ObjectDisposedException
            && Environment.StackTrace is var stack
            && (stack.Contains("Connection.Dispatch", StringComparison.Ordinal) || stack.Contains("FrameReader", StringComparison.Ordinal)))
        {
            _thrown.Enqueue($"{args.Exception.GetType()}: {args.Exception.Message}{Environment.NewLine}{stack}");
        }
    }
}
