using PyExt.Build;

namespace PyExt.Testing;

/// <summary>
/// The SDK as a user gets it: packed once per run into artifacts/packages, restored into a package folder that only the tests
/// use.
/// </summary>
public static class SdkFeed
{
    // A failure is kept too: every test that needs the SDK then fails with it, and the SDK is not packed again for each.
    private static readonly Lazy<string> Packed = new(Pack);

    /// <summary>The SDK's package in the feed.</summary>
    public static string SdkPackage => Packed.Value;

    /// <summary>The tests' own NUGET_PACKAGES.</summary>
    public static string PackagesFolder => Path.Combine(Repository.Artifacts, "tests", "packages");

    /// <summary>A <c>dotnet</c> command in a folder that sees only this feed's SDK.</summary>
    public static Command Dotnet(string folder, params IEnumerable<string> arguments)
    {
        _ = SdkPackage;
        return Build.Dotnet.CommandIn(folder, arguments).With("NUGET_PACKAGES", PackagesFolder);
    }

    /// <summary>Writes a NuGet.config that adds the feed to the machine's own sources.</summary>
    public static void WriteNuGetConfig(string folder) =>
        File.WriteAllText(Path.Combine(folder, "NuGet.config"), $"""
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <packageSources>
                <add key="pyext-local" value="{Repository.Packages}" />
              </packageSources>
            </configuration>

            """);

    // The build program has packed it just before it runs the tests.
    private static string Pack()
    {
        if (Environment.GetEnvironmentVariable("PYEXT_TEST_SDK_PACKED") != "1")
            LocalFeed.Pack();
        LocalFeed.Refresh(PackagesFolder);
        return LocalFeed.SdkPackage;
    }
}
