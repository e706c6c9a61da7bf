namespace PyExt.Build.Commands;

/// <summary>Packs the SDK and the examples, and shows one of them at work.</summary>
internal static class WheelCommand
{
    private static readonly string[] Outputs = ["bin", "obj"];

    public static int Run(Report report)
    {
        report.Step("Looking at the machine", Machine.EnsureLinker);
        report.Step("Packing the SDK and the templates", () => LocalFeed.Pack(report.Log("pack-sdk")));
        string packagesFolder = Path.Combine(Repository.Artifacts, "nuget");
        bool changed = LocalFeed.Refresh(packagesFolder);
        var wheels = new List<string>();
        foreach (string example in Repository.Examples)
        {
            string name = Path.GetFileName(example);
            wheels.Add(report.Step($"Packing examples/{name}", () => PackExample(report, example, packagesFolder, changed)));
        }

        Venv? venv = null;
        string html = Path.Combine(Repository.Artifacts, "README.html");
        if (report.Step("Looking for a Python", Machine.FindOrInstallPython) is { } python)
        {
            Report.Say(python.ToString());
            venv = report.Step("Installing the wheels in a throw-away venv", () => Install(python, wheels));
            report.Step("Converting README.md with fastmd", () => Convert(venv, html));
        }

        report.Summarise();
        Console.WriteLine();
        Console.WriteLine($"packages  {LocalFeed.SdkPackage}\n          {LocalFeed.TemplatesPackage}");
        foreach (string wheel in wheels)
            Console.WriteLine($"wheel     {wheel}  ({new FileInfo(wheel).Length / 1024.0:0} KB)");
        if (venv is null)
        {
            Console.WriteLine($"No CPython from {PythonInterpreters.Oldest} on was found, so no wheel was installed: install one, or name it in {PythonInterpreters.Variable}.");
        }
        else
        {
            Console.WriteLine($"venv      {venv.Folder}");
            Console.WriteLine($"html      {html}");
        }

        return 0;
    }

    private static string PackExample(Report report, string folder, string packagesFolder, bool sdkChanged)
    {
        string name = Path.GetFileName(folder);
        if (sdkChanged)
        {
            foreach (string output in Outputs.Select(output => Path.Combine(folder, output)).Where(Directory.Exists))
                Directory.Delete(output, recursive: true);
        }

        string target = Path.Combine(Repository.Wheels, name);
        if (Directory.Exists(target))
            Directory.Delete(target, recursive: true);
        Dotnet.Clean(new Command(Dotnet.Host, "pack", folder, "-o", target) { OnLine = report.Log("pack-" + name) })
            .With("NUGET_PACKAGES", packagesFolder)
            .Run()
            .EnsureSuccess($"Packing examples/{name}");
        return Directory.EnumerateFiles(target, "*.whl").SingleOrDefault()
            ?? throw new BuildException($"Packing examples/{name} left no wheel in {target}.");
    }

    private static Venv Install(PythonInterpreter python, List<string> wheels)
    {
        var venv = Venv.Create(python, Path.Combine(Repository.Artifacts, "venv"));
        venv.Install(wheels);
        return venv;
    }

    private static void Convert(Venv venv, string html)
    {
        venv.Command("fastmd", Repository.Root, Path.Combine(Repository.Root, "README.md"), "--extensions", "-o", html)
            .Run()
            .EnsureSuccess("Converting README.md");
        Report.Say($"{new FileInfo(html).Length} bytes of HTML");
    }
}
