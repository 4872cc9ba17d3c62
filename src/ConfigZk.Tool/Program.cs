using ConfigZk.Tool.Output;
using ConfigZk.Tool;

return await ToolRoot.RunAsync(args, new ToolShell(ToolConsole.OfProcess(), Environment.GetEnvironmentVariable), CancellationToken.None);
