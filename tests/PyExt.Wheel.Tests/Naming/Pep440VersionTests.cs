using PyExt.Wheel.Naming;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.Naming;

public sealed class Pep440VersionTests
{
    [Theory]
    [InlineData("1.0", "1.0")]
    [InlineData("v1.0", "1.0")]
    [InlineData(" 1.0 ", "1.0")]
    [InlineData("01.002", "1.2")]
    [InlineData("1.0ALPHA1", "1.0a1")]
    [InlineData("1.0-beta_2", "1.0b2")]
    [InlineData("1.0c3", "1.0rc3")]
    [InlineData("1.0.preview", "1.0rc0")]
    [InlineData("1.0-1", "1.0.post1")]
    [InlineData("1.0rev4", "1.0.post4")]
    [InlineData("1.0-dev", "1.0.dev0")]
    [InlineData("1!2.0a1.post2.dev3+Ubuntu-01", "1!2.0a1.post2.dev3+ubuntu.1")]
    public void TryParse_normalises(string text, string normalised)
    {
        Assert.True(Pep440Version.TryParse(text, out Pep440Version? version));
        Assert.Equal(normalised, version.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.")]
    [InlineData("1.0-alpha.beta")]
    [InlineData("1.0+")]
    [InlineData("1.0+a..b")]
    [InlineData("one")]
    [InlineData("1.0\0")]
    [InlineData("1.0 a")]
    [InlineData(null)]
    public void TryParse_refuses_what_is_no_version(string? text) => Assert.False(Pep440Version.TryParse(text, out _));

    [Fact]
    public void Versions_sort_as_PEP_440_says()
    {
        string[] ascending =
        [
            "1.dev0", "1.0.dev456", "1.0a1", "1.0a2.dev456", "1.0a12.dev456", "1.0a12", "1.0b1.dev456", "1.0b2", "1.0b2.post345.dev456",
            "1.0b2.post345", "1.0rc1.dev456", "1.0rc1", "1.0", "1.0+abc.5", "1.0+abc.7", "1.0+5", "1.0.post456.dev34", "1.0.post456", "1.0.15", "1.1.dev1", "1!0",
        ];
        Pep440Version[] versions = [.. ascending.Select(Parse)];
        for (int i = 0; i < versions.Length; i++)
        {
            for (int j = 0; j < versions.Length; j++)
                Assert.Equal(Math.Sign(i.CompareTo(j)), Math.Sign(versions[i].CompareTo(versions[j])));
        }
    }

    [Fact]
    public void Trailing_zeros_do_not_count()
    {
        Assert.Equal(Parse("1.0"), Parse("1.0.0"));
        Assert.Equal(Parse("1.0").GetHashCode(), Parse("1.0.0").GetHashCode());
        Assert.True(Parse("1.0") == Parse("1"));
        Assert.True(Parse("1.0") >= Parse("1.0.0"));
        Assert.True(Parse("1.0.1") > Parse("1.0"));
        Assert.False(Parse("1.0.1") < Parse("1.0"));
    }

    [Fact]
    public void Generated_versions_mean_what_packaging_says()
    {
        string[] candidates = [.. GeneratedVersions(new Random(440)).Take(3000)];
        string[] expected = PythonOracle.Run(
            """
            from pip._vendor.packaging.version import InvalidVersion, Version
            def normal(text):
                try: return str(Version(text))
                except InvalidVersion: return ''
            result = [normal(text) for text in data]
            """,
            candidates);

        Assert.Equal(expected, candidates.Select(text => Pep440Version.TryParse(text, out Pep440Version? version) ? version.ToString() : ""));
        Assert.Contains("", expected);
    }

    [Fact]
    public void Generated_versions_sort_as_packaging_sorts_them()
    {
        string[] candidates = [.. GeneratedVersions(new Random(441)).Where(text => Pep440Version.TryParse(text, out _)).Take(2000)];
        string[] expected = PythonOracle.Run(
            """
            from pip._vendor.packaging.version import Version
            result = [str(Version(text)) for text in sorted(data, key=Version)]
            """,
            candidates);

        Assert.Equal(expected, candidates.Select(Parse).Order().Select(version => version.ToString()));
    }

    private static IEnumerable<string> GeneratedVersions(Random random)
    {
        string[] parts = ["1", "0", "12", "007", ".", ".", "-", "_", "a", "b", "rc", "c", "alpha", "beta", "pre", "preview", "post", "rev", "r", "dev", "+", "!", "v", "x", "abc"];
        while (true)
        {
            yield return random.Next(4) switch
            {
                0 => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => parts[random.Next(parts.Length)])),
                1 => $"{random.Next(3)}.{random.Next(3)}{Pick(random, "", "a", "b", "rc", ".alpha.", "-c")}{random.Next(3)}{Pick(random, "", ".post1", "-2", "post")}{Pick(random, "", ".dev", "dev3", "_dev_4")}",
                2 => $"{random.Next(3)}{Pick(random, "", ".0", ".0.0", ".1")}{Pick(random, "", ".post0", ".dev1", "a1.dev1", "b2.post3", "rc1")}{Pick(random, "", "+a", "+1", "+a.1", "+1.a", "+10", "+2", "+A-B_c.003")}",
                _ => $"{random.Next(2)}!{random.Next(3)}.{random.Next(20)}{Pick(random, "", "a0", "b0", "c0")}",
            };
        }
    }

    private static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];

    private static Pep440Version Parse(string text) => Pep440Version.TryParse(text, out Pep440Version? version) ? version : throw new ArgumentException(text);
}
