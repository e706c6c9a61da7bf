using NuGet.Versioning;
using PyExt.Wheel.Naming;
using PyExt.Wheel.Tests.Support;

namespace PyExt.Wheel.Tests.Naming;

public sealed class VersionMappingTests
{
    [Theory]
    [InlineData("1.2.3", "1.2.3")]
    [InlineData("1.2", "1.2.0")]
    [InlineData("1.2.3.4", "1.2.3.4")]
    [InlineData("1.2.3.0", "1.2.3")]
    [InlineData("1.0.0-alpha.1", "1.0.0a1")]
    [InlineData("1.0.0-alpha", "1.0.0a0")]
    [InlineData("1.0.0-Alpha2", "1.0.0a2")]
    [InlineData("1.0.0-a.3", "1.0.0a3")]
    [InlineData("1.0.0-beta-4", "1.0.0b4")]
    [InlineData("1.0.0-beta007", "1.0.0b7")]
    [InlineData("1.0.0-rc.1", "1.0.0rc1")]
    [InlineData("1.0.0-preview.2", "1.0.0rc2")]
    [InlineData("1.0.0-pre", "1.0.0rc0")]
    [InlineData("1.0.0-c5", "1.0.0rc5")]
    [InlineData("1.0.0-dev.3", "1.0.0.dev3")]
    [InlineData("1.0.0-beta.1.dev.4", "1.0.0b1.dev4")]
    [InlineData("1.0.0+5c1f0ab", "1.0.0")]
    [InlineData("1.0.0-rc.1+5c1f0ab", "1.0.0rc1")]
    public void FromNuGet_maps(string version, string expected) => Assert.Equal(expected, VersionMapping.FromNuGet(version).ToString());

    [Theory]
    [InlineData("1.0.0-ci.5")]
    [InlineData("1.0.0-alpha.beta")]
    [InlineData("1.0.0-alpha.1.2")]
    [InlineData("1.0.0-preview.3.24172.9")]
    [InlineData("1.0.0-post.1")]
    [InlineData("1.0.0-5")]
    [InlineData("1.0.0a1")]
    [InlineData("one")]
    [InlineData("")]
    public void FromNuGet_refuses_what_Python_cannot_say(string version)
    {
        WheelException exception = Assert.Throws<WheelException>(() => VersionMapping.FromNuGet(version));
        Assert.Equal("PYX4001", exception.Code);
        Assert.Contains($"'{version}'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("1.2.3-alpha.1 (becomes 1.2.3a1)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mapped_versions_are_normalised_publishable_and_keep_their_order()
    {
        Random random = new(4001);
        string[] labels = ["", "-alpha", "-beta", "-rc"];
        NuGetVersion Next()
        {
            string label = labels[random.Next(labels.Length)];
            string number = label.Length == 0 ? "" : $".{random.Next(12)}";
            return NuGetVersion.Parse($"{random.Next(3)}.{random.Next(3)}.{random.Next(12)}{label}{number}");
        }

        for (int i = 0; i < 5000; i++)
        {
            (NuGetVersion left, NuGetVersion right) = (Next(), Next());
            (Pep440Version mappedLeft, Pep440Version mappedRight) = (VersionMapping.FromNuGet(left.ToString()), VersionMapping.FromNuGet(right.ToString()));

            Assert.Equal(Math.Sign(left.CompareTo(right)), Math.Sign(mappedLeft.CompareTo(mappedRight)));
            Assert.Equal(left.IsPrerelease, mappedLeft.IsPrerelease);
            Assert.False(mappedLeft.IsLocal);
            Assert.True(Pep440Version.TryParse(mappedLeft.ToString(), out Pep440Version? again));
            Assert.Equal(mappedLeft.ToString(), again.ToString());
        }
    }

    [Fact]
    public void Whatever_SemVer_is_mapped_Python_reads_as_it_was_written_and_sorts_alike()
    {
        Random random = new(440);
        string[] words = ["alpha", "a", "beta", "b", "rc", "c", "pre", "preview", "dev", "ci", "post", "x", "1", "0", "12", "alpha1", "rc-1", "dev.3", "beta.2.dev.5"];
        List<(NuGetVersion Version, string Mapped)> mapped = [];
        for (int i = 0; i < 20_000; i++)
        {
            string release = string.Join('.', Enumerable.Range(0, random.Next(2, 5)).Select(_ => random.Next(random.Next(1, 30))));
            string label = string.Join('.', Enumerable.Range(0, random.Next(3)).Select(_ => words[random.Next(words.Length)]));
            string text = release + (label.Length > 0 ? "-" + label : "") + (random.Next(4) == 0 ? "+g5c1f0ab" : "");
            if (!NuGetVersion.TryParse(text, out NuGetVersion? version))
                continue;
            try
            {
                mapped.Add((version, VersionMapping.FromNuGet(text).ToString()));
            }
            catch (WheelException exception)
            {
                Assert.Equal("PYX4001", exception.Code);
            }
        }

        Assert.InRange(mapped.Count, 2_000, 20_000);
        string[] normalised = PythonOracle.Run("from pip._vendor.packaging.version import Version\nresult = [str(Version(text)) for text in data]", mapped.Select(pair => pair.Mapped));
        Assert.Equal(mapped.Select(pair => pair.Mapped), normalised);

        // The order is defined within alpha, beta, rc (by one name) and release: docs/versions.md.
        (NuGetVersion Version, string Mapped)[] ordered = [.. mapped
            .Where(pair => !pair.Mapped.Contains("dev", StringComparison.Ordinal))
            .Where(pair => !pair.Version.IsPrerelease || pair.Version.Release.Split('.') is ["alpha" or "beta" or "rc", var number] && number.All(char.IsAsciiDigit))
            .OrderBy(pair => pair.Version)];
        Assert.InRange(ordered.Length, 500, mapped.Count);
        string[] sorted = PythonOracle.Run("from pip._vendor.packaging.version import Version\nresult = sorted(data, key=Version)", ordered.Select(pair => pair.Mapped));
        Assert.Equal(sorted, ordered.Select(pair => pair.Mapped));
    }
}
