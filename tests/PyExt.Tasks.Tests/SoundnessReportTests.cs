using PyExt.Tasks.Soundness;

namespace PyExt.Tasks.Tests;

/// <summary>The transition plan that <c>PyAudit</c> prints, from an error log as the compiler writes it.</summary>
public sealed class SoundnessReportTests
{
    private const string Log = """
        {
          "version": "2.1.0",
          "runs": [
            {
              "results": [
                { "ruleId": "PYX0001", "level": "note", "message": { "text": "'A.s_x' is static" }, "locations": [ { "physicalLocation": { "artifactLocation": { "uri": "file:///src/my%20project/B.cs" }, "region": { "startLine": 9 } } } ] },
                { "ruleId": "PYX0008", "level": "note", "message": { "text": "'Task.Wait' blocks" }, "locations": [ { "physicalLocation": { "artifactLocation": { "uri": "file:///src/my%20project/A.cs" }, "region": { "startLine": 12 } } } ] },
                { "ruleId": "PYX0001", "level": "note", "message": { "text": "'A.s_y' is {static}" }, "suppressions": [ { "kind": "inSource" } ], "locations": [ { "physicalLocation": { "artifactLocation": { "uri": "file:///src/my%20project/A.cs" }, "region": { "startLine": 3 } } } ] },
                { "ruleId": "PYX0013", "level": "note", "message": { "text": "'C' does not say" }, "locations": [ { "physicalLocation": { "artifactLocation": { "uri": "file:///src/my%20project/C.cs" }, "region": { "startLine": 1 } } } ] },
                { "ruleId": "CA1822", "level": "note", "message": { "text": "Mark as static" } }
              ],
              "tool": { "driver": { "rules": [
                { "id": "PYX0001", "shortDescription": { "text": "Mutable static state" }, "defaultConfiguration": { "level": "error" }, "properties": { "category": "PyExt.Soundness" } },
                { "id": "PYX0013", "shortDescription": { "text": "A class that says nothing about threads" }, "defaultConfiguration": { "level": "error" }, "properties": { "category": "PyExt.Soundness" } },
                { "id": "PYX0008", "shortDescription": { "text": "Blocking wait while attached" }, "properties": { "category": "PyExt.Soundness" } },
                { "id": "CA1822", "shortDescription": { "text": "Mark members as static" }, "properties": { "category": "Performance" } }
              ] } }
            }
          ]
        }
        """;

    private const string Clean = """{ "runs": [ { "results": [], "tool": { "driver": {} } } ] }""";

    [Fact]
    public void A_table_of_sites_and_a_count_per_promise()
    {
        Assert.Equal(
            [
                "Soundness in several interpreters and without the GIL (declared: NotSupported, PyGil=Used)",
                "  A.cs:3   PYX0001  suppressed  'A.s_y' is {static}",
                "  A.cs:12  PYX0008  look at     'Task.Wait' blocks",
                "  B.cs:9   PYX0001  change      'A.s_x' is static",
                "  C.cs:1   PYX0013  change      'C' does not say",
                "  PYX0001  1 site  Mutable static state",
                "  PYX0008  1 site  Blocking wait while attached",
                "  PYX0013  1 site  A class that says nothing about threads",
                "  SharedGil:         1 site to change, 1 site to look at, 1 site suppressed in the source",
                "  PerInterpreterGil: 1 site to change, 1 site to look at, 1 site suppressed in the source; the static fields of the finished binary are checked by dotnet pack (PYX3010)",
                "  PyGil=NotUsed:     2 sites to change, 1 site to look at, 1 site suppressed in the source; the lock of a class is checked once it says PyThreading.Locked or Manual",
            ],
            SoundnessReport.Write(SoundnessLog.Read(Log), "NotSupported", "Used", "/src/my project"));
    }

    [Fact]
    public void Nothing_to_do()
    {
        Assert.Equal(
            [
                "Soundness in several interpreters and without the GIL (declared: SharedGil, PyGil=NotUsed)",
                "  SharedGil:         no site stands in the way",
                "  PerInterpreterGil: no site stands in the way; the static fields of the finished binary are checked by dotnet pack (PYX3010)",
                "  PyGil=NotUsed:     no site stands in the way; the lock of a class is checked once it says PyThreading.Locked or Manual",
            ],
            SoundnessReport.Write(SoundnessLog.Read(Clean), "SharedGil", "NotUsed", "/src"));
    }
}
