using System.Diagnostics;
using PyExt.Fuzz;
using PyExt.Wheel.Elf.Editing;
using PyExt.Wheel.Metadata;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.Fuzzing;

/// <summary>A small run of <c>dotnet run build.cs fuzz</c>, and what the large ones found.</summary>
public sealed class FuzzTests
{
    private const int Inputs = 15_000;

    [Fact]
    public async Task Mutations_of_real_files_are_refused_or_accepted_but_nothing_else()
    {
        Fuzzer fuzzer = new(Targets.All(Corpus.Make()), seed: 4) { TimeBudget = TimeSpan.FromSeconds(30) };
        List<Failure> hangs = [];

        // A time limit for all: a thread that hangs cannot be stopped.
        Task run = Task.Run(() => fuzzer.Run(Inputs, Math.Min(2, Environment.ProcessorCount), hang => { lock (hangs) { hangs.Add(hang); } }), TestContext.Current.CancellationToken);
        await run.WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);

        Assert.Empty(hangs);
        Assert.Empty(fuzzer.Failures);
        Assert.Equal(Inputs, fuzzer.Results.Sum(result => result.Inputs));
        // Every target must both refuse and, but for those whose every byte counts, accept.
        Assert.All(fuzzer.Results, result => Assert.InRange(result.Refused, 1, result.Inputs));
        Assert.Contains(fuzzer.Results, result => result.Refused < result.Inputs / 4 * 3);
    }

    [Fact]
    public void The_same_seed_makes_the_same_inputs()
    {
        IReadOnlyList<Target> targets = [new Target("text", ["one two three"u8.ToArray()], IsText: true, _ => true)];
        Fuzzer first = new(targets, seed: 7);
        Fuzzer second = new(targets, seed: 7);
        Assert.All(Enumerable.Range(0, 200), index => Assert.Equal(first.Make(index).Input, second.Make(index).Input));
        Assert.NotEqual(first.Make(1).Input, new Fuzzer(targets, seed: 8).Make(1).Input);
    }

    [Fact]
    public void What_goes_wrong_is_reported()
    {
        Fuzzer fuzzer = new(
            [
                new Target("throws", [[1]], IsText: false, _ => throw new InvalidOperationException("No.")),
                new Target("allocates", [[1]], IsText: false, _ => new byte[600 << 20].Length > 0),
                new Target("hangs", [[1]], IsText: false, Sleep),
            ],
            seed: 1)
        {
            TimeBudget = TimeSpan.FromMilliseconds(400),
        };
        List<string> hangs = [];
        fuzzer.Run(3, workers: 1, hang => { lock (hangs) { hangs.Add(hang.Target); } });
        Assert.Equal(["allocates", "throws"], fuzzer.Failures.Select(failure => failure.Target).Order());
        Assert.Equal("hangs", Assert.Single(hangs.Distinct()));
    }

    private static bool Sleep(byte[] input)
    {
        Thread.Sleep(1500);
        return true;
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("a")]
    public void A_requirement_takes_no_longer_than_its_length_deserves(string repeated)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Assert.NotNull(Requirement.Problem("name" + string.Concat(Enumerable.Repeat(repeated, 20_000)) + "[" + string.Concat(Enumerable.Repeat(repeated, 20_000)) + "["));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_file_that_does_not_say_how_long_its_strings_are_is_PYX3009_for_the_editor()
    {
        byte[] image = Link("-Wl,--hash-style=sysv");
        ulong hash = DynamicValue(image, 4);
        image.AsSpan((int)hash + 4, 4).Clear(); // No symbols, so that no name is read.
        image.AsSpan(60, 4).Clear(); // e_shnum, e_shstrndx
        image[DynamicEntry(image, 10)] = 30; // DT_STRSZ becomes DT_FLAGS
        Assert.Equal("PYX3009", Assert.Throws<WheelException>(() => ElfEditor.Apply(image, "m.so", new ElfEdit { SoName = "m-0123.so" })).Code);
    }

    [Fact]
    public void A_file_that_says_it_twice_is_PYX3009_for_the_editor()
    {
        byte[] image = Link("-Wl,-soname,m.so", "-Wl,--no-as-needed", "-lm");
        int entry = DynamicEntry(image, 10);
        int next = DynamicEntry(image, 11);
        image.AsSpan(entry, 16).CopyTo(image.AsSpan(next)); // The reader takes the last one,
        image.AsSpan(entry + 8, 8).Clear(); // and the editor the first.
        Assert.Equal("PYX3009", Assert.Throws<WheelException>(() => ElfEditor.Apply(image, "m.so", new ElfEdit { Needed = new Dictionary<string, string> { ["libm.so.6"] = "libm-0123.so.6" } })).Code);
    }

    private static byte[] Link(params string[] options)
    {
        using TemporaryFolder folder = new();
        return File.ReadAllBytes(Gcc.Link(folder, "m", "__attribute__((visibility(\"default\"))) int f(void) { return 1; }", ["-nostdlib", .. options]));
    }

    private static ulong DynamicValue(byte[] image, ulong tag) => BitConverter.ToUInt64(image, DynamicEntry(image, tag) + 8);

    private static int DynamicEntry(byte[] image, ulong tag)
    {
        int at = (int)ElfImage.Read(image, "m.so").DynamicSegment.Offset;
        while (BitConverter.ToUInt64(image, at) != tag)
            at += 16;
        return at;
    }
}
