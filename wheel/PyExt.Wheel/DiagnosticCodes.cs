namespace PyExt.Wheel;

/// <summary>The diagnostic codes this library reports; each has a page in <c>docs/diagnostics</c>.</summary>
public static class DiagnosticCodes
{
    /// <summary>What the project declares of the GIL is misspelt or contradicts itself.</summary>
    public const string Gil = "PYX1002";

    /// <summary>The module name is not a dotted Python identifier.</summary>
    public const string ModuleName = "PYX1003";

    /// <summary>The minimum Python version is not one that is supported.</summary>
    public const string MinimumVersion = "PYX1004";

    /// <summary>The folder with the Python sources is missing.</summary>
    public const string SourceRoot = "PYX1006";

    /// <summary>The compiled assembly holds no generated module.</summary>
    public const string ModuleMetadata = "PYX1007";

    /// <summary>A <c>PyApp</c> item names no program, or a command that is taken.</summary>
    public const string App = "PYX1011";

    /// <summary>A linked library needs a newer glibc than the module is linked for.</summary>
    public const string LinkFloor = "PYX2004";

    /// <summary>A symbol is used that no linked library defines.</summary>
    public const string UndefinedSymbol = "PYX2005";

    /// <summary>The binary does not export its <c>PyInit_</c> function.</summary>
    public const string InitFunctionMissing = "PYX3001";

    /// <summary>The binary exports more than its <c>PyInit_</c> function.</summary>
    public const string UnexpectedExports = "PYX3002";

    /// <summary>The binary needs a library that the policy does not allow.</summary>
    public const string NeededLibrary = "PYX3003";

    /// <summary>The binary uses a CPython symbol outside the Stable ABI of the minimum version.</summary>
    public const string StableAbi = "PYX3004";

    /// <summary>The binary carries a library search path.</summary>
    public const string RunPath = "PYX3005";

    /// <summary>The binary asks for an executable stack.</summary>
    public const string ExecutableStack = "PYX3006";

    /// <summary>The binary has text relocations.</summary>
    public const string TextRelocations = "PYX3007";

    /// <summary>No manylinux policy is satisfied, or not the requested one.</summary>
    public const string ManylinuxPolicy = "PYX3008";

    /// <summary>The file is not a readable native library for a supported machine.</summary>
    public const string UnreadableBinary = "PYX3009";

    /// <summary>The module holds static fields that every interpreter would share.</summary>
    public const string SharedStatics = "PYX3010";

    /// <summary>A <c>PySharedStatic</c> item names nothing that is in the module.</summary>
    public const string UnmatchedSharedStatic = "PYX3011";

    /// <summary>A <c>PySharedStatic</c> item gives no reason.</summary>
    public const string SharedStaticReason = "PYX3012";

    /// <summary>The binary needs a newer macOS than the wheel's tag says, or does not say which.</summary>
    public const string MacOSVersion = "PYX3020";

    /// <summary>The binary has no code signature where the system demands one.</summary>
    public const string CodeSignature = "PYX3021";

    /// <summary>The binary was linked without what makes attacks harder.</summary>
    public const string Hardening = "PYX3022";

    /// <summary>The binary is for another system or machine than the wheel's tag says.</summary>
    public const string BinaryPlatform = "PYX3023";

    /// <summary>A <c>PyNativeLibrary</c> item names no file, or a file twice.</summary>
    public const string NativeLibraryFile = "PYX3030";

    /// <summary>A <c>PyNativeLibrary</c> item names something that is no shared library for the platform.</summary>
    public const string NativeLibraryKind = "PYX3031";

    /// <summary>A NuGet package brings a native library that the wheel would lack.</summary>
    public const string NativeLibraryLeftOut = "PYX3032";

    /// <summary>The module calls a native library that may not be there.</summary>
    public const string NativeLibraryUnknown = "PYX3033";

    /// <summary>A bill of materials cannot be made, or a <c>PySbomFile</c> item is wrong.</summary>
    public const string Sbom = "PYX4050";

    /// <summary>The version has no PEP 440 form.</summary>
    public const string Version = "PYX4001";

    /// <summary>The readme is missing or unreadable.</summary>
    public const string Readme = "PYX4002";

    /// <summary>A licence file is missing.</summary>
    public const string LicenseFile = "PYX4003";

    /// <summary>The licence expression is not valid.</summary>
    public const string LicenseExpression = "PYX4004";

    /// <summary>The output folder or a file in it cannot be written.</summary>
    public const string Output = "PYX4005";

    /// <summary>Two files claim one path of the archive.</summary>
    public const string DuplicatePath = "PYX4006";

    /// <summary>A metadata field or an archive path has an invalid value.</summary>
    public const string Metadata = "PYX4007";

    /// <summary>The wheel cannot be read, or its archive breaks a rule.</summary>
    public const string WheelArchive = "PYX4010";

    /// <summary>RECORD does not say what is in the wheel.</summary>
    public const string WheelRecord = "PYX4011";

    /// <summary>The file name is not valid, or WHEEL says something else.</summary>
    public const string WheelTags = "PYX4012";

    /// <summary>METADATA breaks a rule.</summary>
    public const string WheelMetadata = "PYX4013";

    /// <summary><c>entry_points.txt</c> breaks a rule.</summary>
    public const string WheelEntryPoints = "PYX4014";

    /// <summary>A file lies where no installer expects it.</summary>
    public const string WheelLayout = "PYX4015";

    /// <summary>The package index does not accept the platform tag.</summary>
    public const string WheelPlatform = "PYX4016";

    /// <summary><c>pyproject.toml</c> is not valid.</summary>
    public const string PyProject = "PYX4020";

    /// <summary><c>pyproject.toml</c> and the project file contradict each other.</summary>
    public const string Contradiction = "PYX4021";

    /// <summary>A pattern matches no file.</summary>
    public const string UnmatchedPattern = "PYX4022";

    /// <summary>A wheel that <c>PyWheels</c> lists is missing.</summary>
    public const string WheelSetMember = "PYX4030";

    /// <summary>A file is among the wheels that <c>PyWheels</c> does not list, or that is of another version.</summary>
    public const string WheelSetStranger = "PYX4031";

    /// <summary>A file that the sdist needs is outside of the folder it is made of.</summary>
    public const string SdistRoot = "PYX4040";

    /// <summary>A file cannot go into the sdist.</summary>
    public const string SdistFile = "PYX4041";

    /// <summary>The sdist does not build in an empty folder.</summary>
    public const string SdistRebuild = "PYX4042";

    /// <summary>The sdist was not proven to build.</summary>
    public const string SdistNotRebuilt = "PYX4043";

    /// <summary>pip would not know how to build the sdist.</summary>
    public const string SdistBackend = "PYX4044";

    /// <summary><c>PyEditableMode</c> is misspelt.</summary>
    public const string EditableMode = "PYX5006";

    /// <summary>What was asked of an audit makes no sense.</summary>
    public const string AuditSettings = "PYX4017";
}
