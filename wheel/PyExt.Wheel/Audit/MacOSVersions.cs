namespace PyExt.Wheel.Audit;

/// <summary>Versions of macOS as platform tags have them.</summary>
internal static class MacOSVersions
{
    private static readonly Version FirstOfArm = new(11, 0);
    private static readonly int[] Majors = [11, 12, 13, 14, 15, 26];

    /// <summary>The oldest version, of those that tags can name, that is not older than a minimum.</summary>
    /// <returns>The version; null where none is known yet.</returns>
    public static Version? ForTag(Version minimum)
    {
        if (minimum.Major < FirstOfArm.Major)
            return minimum;

        // From macOS 11 on tags name the major version alone: 11.3 is more than what the tag of 11 promises.
        int major = Majors.FirstOrDefault(major => major > minimum.Major || (major == minimum.Major && minimum.Minor == 0));
        return major == 0 ? null : new Version(major, 0);
    }

    /// <summary>What a tag promises to a slice: no Mac with an Arm processor has anything older than 11.</summary>
    public static Version Promised(Version tag, bool isArm) => isArm && tag < FirstOfArm ? FirstOfArm : tag;
}
