using ConfigZk.Tool.Output;
using ConfigZk.Tool;

return await ToolRoot.RunAsync(args, ToolConsole.OfProcess(), Environment.GetEnvironmentVariable, CancellationToken.None);
