// Most tests wait for a server; more at a time would only make them wait for each other.
[assembly: Parallelize(Workers = 2, Scope = ExecutionScope.ClassLevel)]
