using ConfigZk.Tool;
using ConfigZk.Tool.Output;

using var interruption = new Interruption();
var shell = new ToolShell(ToolConsole.OfProcess(), Environment.GetEnvironmentVariable) { Interruption = interruption };
return await ToolRoot.RunAsync(args, shell, interruption.Token);
