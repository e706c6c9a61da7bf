using PyExt.Wheel.Naming;

namespace PyExt.Wheel.Verification;

/// <summary>Checks the file name and the tags in it.</summary>
internal static class TagRules
{
    /// <summary>Reads a file name; null where it is no name of a wheel.</summary>
    public static WheelFileName? CheckFileName(string fileName, WheelVerifierOptions options, FindingList findings)
    {
        if (!WheelFileName.TryParse(fileName, out WheelFileName? name, out string? problem))
        {
            // Many tools wrote the sets in another order; nobody refuses that.
            string sorted = WithSortedSets(fileName);
            if (sorted == fileName || !WheelFileName.TryParse(sorted, out name, out _))
            {
                findings.Error(DiagnosticCodes.WheelTags, problem);
                return null;
            }

            findings.Warning(DiagnosticCodes.WheelTags, $"the tags in the file name are not sorted or repeat themselves, as PEP 425 demands; the right name is {sorted}");
        }

        foreach (string platform in name.Tag.Platform.Where(platform => !PlatformTags.IsPublishable(platform) && !(options.AllowsLocalPlatform && PlatformTags.IsLocalLinux(platform))))
        {
            string remedy = PlatformTags.IsLocalLinux(platform)
                ? "; a Linux wheel needs a manylinux or musllinux tag, which `dotnet pack` finds by itself unless PyManylinux is 'off', and auditwheel gives to others"
                : "";
            findings.Error(DiagnosticCodes.WheelPlatform, $"the package index does not accept the platform tag '{platform}'{remedy}");
        }

        return name;
    }

    private static string WithSortedSets(string fileName)
    {
        string[] parts = Path.GetFileNameWithoutExtension(fileName).Split('-');
        for (int i = Math.Max(0, parts.Length - 3); i < parts.Length; i++)
            parts[i] = string.Join('.', parts[i].Split('.').Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        return string.Join('-', parts) + Path.GetExtension(fileName);
    }
}
