using PyExt.Build;
using PyExt.Testing;

namespace PyExt.Sdk.Tests;

/// <summary><c>dotnet build -t:PyAudit</c>: how far a project is from each promise, site by site.</summary>
public sealed class AuditTests
{
    [Fact]
    public void The_way_from_not_supported_is_printed_site_by_site()
    {
        using TestProject project = new TestProject("Bad").WithModule("""
            using PyExt;

            namespace Bad;

            [PyModule]
            public sealed partial class BadModule
            {
                private static long s_total;

                public static long Add(long amount) => s_total += amount;

                public static void Wait() => Thread.Sleep(1);

                private long _calls;

                public long Count() => ++_calls;
            }
            """).With("PyMultipleInterpreters", "NotSupported");

        CommandResult result = project.Build("-t:PyAudit", "-v:minimal");

        result.EnsureSuccess("The audit");
        Assert.Contains("  BadModule.cs:8   PYX0001  change      'BadModule.s_total' is static and can change", result.Lines, StringComparison.Ordinal);
        Assert.Contains("  BadModule.cs:12  PYX0008  look at     'Thread.Sleep' blocks", result.Lines, StringComparison.Ordinal);
        Assert.Contains("  BadModule.cs:6   PYX0013  change      'BadModule' does not say how it is safe without the GIL, and '_calls' is not readonly.", result.Lines, StringComparison.Ordinal);
        Assert.Contains("  SharedGil:         1 site to change, 1 site to look at", result.Lines, StringComparison.Ordinal);
        Assert.Contains("  PyGil=NotUsed:     2 sites to change, 1 site to look at", result.Lines, StringComparison.Ordinal);
    }
}
