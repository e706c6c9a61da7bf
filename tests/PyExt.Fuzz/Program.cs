using System.Globalization;
using PyExt.Build;
using PyExt.Fuzz;

// fuzz [--inputs NUMBER] [--seed NUMBER] [--only INDEX]
long inputs = 1_000_000;
int seed = 1;
long? only = null;
for (int i = 0; i < args.Length; i += 2)
{
    long number = i + 1 < args.Length && long.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : -1;
    if (number < 0 || args[i] is not ("--inputs" or "--seed" or "--only"))
    {
        Console.Error.WriteLine("fuzz [--inputs NUMBER] [--seed NUMBER] [--only INDEX]");
        return 2;
    }

    inputs = args[i] == "--inputs" ? number : inputs;
    seed = args[i] == "--seed" ? (int)number : seed;
    only = args[i] == "--only" ? number : only;
}

IReadOnlyList<Target> targets = Targets.All(Corpus.Make());
Fuzzer fuzzer = new(targets, seed);
if (only is long index)
{
    (Target target, byte[] input) = fuzzer.Make(index);
    Console.WriteLine($"{target.Name}, {input.Length} bytes, in {Save(new Failure(target.Name, index, "", input))}");
    Console.WriteLine(target.Read(input) ? "accepted" : "refused");
    return 0;
}

DateTime start = DateTime.UtcNow;
fuzzer.Run(inputs, Environment.ProcessorCount, hang =>
{
    // Its thread cannot be stopped, so this is the end.
    Report(hang);
    Environment.Exit(1);
});
foreach (Failure failure in fuzzer.Failures)
    Report(failure);

Console.WriteLine($"{"target",-32} {"inputs",10} {"refused",10} {"slowest ms",12} {"most MB",9}");
foreach (TargetResult result in fuzzer.Results)
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Target,-32} {result.Inputs,10} {result.Refused,10} {result.Slowest.TotalMilliseconds,12:0.0} {result.LargestAllocation / 1e6,9:0.0}"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fuzzer.Results.Sum(result => result.Inputs)} inputs in {(DateTime.UtcNow - start).TotalSeconds:0} s, seed {seed}: {fuzzer.Failures.Count} failures"));
return fuzzer.Failures.Count == 0 ? 0 : 1;

static void Report(Failure failure) => Console.WriteLine($"FAILED: {failure.Target}, input {failure.Index} ({Save(failure)}): {failure.Problem}");

static string Save(Failure failure)
{
    string folder = Path.Combine(Repository.Artifacts, "fuzz");
    Directory.CreateDirectory(folder);
    string file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{failure.Target.Replace(' ', '-')}-{failure.Index}.bin"));
    File.WriteAllBytes(file, failure.Input);
    return file;
}
