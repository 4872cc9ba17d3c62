// The work is done by other processes; two classes at a time are what a small machine takes.
[assembly: Parallelize(Workers = 2, Scope = ExecutionScope.ClassLevel)]
