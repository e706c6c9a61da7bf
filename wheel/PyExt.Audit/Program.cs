using System.CommandLine;
using PyExt.Audit;

Argument<string[]> wheels = new("wheel") { Description = "The wheels to check.", Arity = ArgumentArity.OneOrMore };
Option<string> format = new("--format") { Description = "What is printed: a table, or JSON for programs.", DefaultValueFactory = _ => AuditCommand.Table };
format.AcceptOnlyFromAmong(AuditCommand.Table, AuditCommand.Json);
Option<string?> output = new("--output") { Description = "The file that gets the report instead of the terminal.", HelpName = "file" };
Option<bool> strict = new("--strict") { Description = "Warnings count as errors." };
Option<string[]> ignore = new("--ignore") { Description = "Leaves out the findings of a code, such as PYX3002; may be repeated.", HelpName = "code" };
Option<bool> local = new("--local") { Description = "The wheel stays on machines like this one: the platform tag linux_… is allowed." };

RootCommand command = new("Checks Python wheels, whoever made them: archive, RECORD, tags, metadata, licences and native libraries.") { wheels, format, output, strict, ignore, local };
command.SetAction(result => new AuditCommand
{
    Wheels = result.GetRequiredValue(wheels),
    Format = result.GetRequiredValue(format),
    Output = result.GetValue(output),
    IsStrict = result.GetValue(strict),
    Ignored = result.GetValue(ignore) ?? [],
    IsLocal = result.GetValue(local),
}.Run(Console.Out, Console.Error));

ParseResult parsed = command.Parse(args);
// System.CommandLine answers a wrong command line with 1, which here means a refused wheel.
int exitCode = parsed.Invoke();
return parsed.Errors.Count > 0 ? AuditCommand.WrongUsage : exitCode;
