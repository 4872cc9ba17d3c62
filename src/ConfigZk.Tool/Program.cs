using ConfigZk.Tool;
using ConfigZk.Tool.Output;

return await ToolRoot.RunAsync(args, ToolConsole.OfProcess(), Environment.GetEnvironmentVariable, CancellationToken.None);
