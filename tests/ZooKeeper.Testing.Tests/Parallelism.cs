// The work is done by Java processes; two of them at a time are what a small machine takes.
[assembly: Parallelize(Workers = 2, Scope = ExecutionScope.ClassLevel)]
