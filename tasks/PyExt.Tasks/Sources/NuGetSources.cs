using System.Xml.Linq;
using NuGet.Configuration;
using PyExt.Wheel;

namespace PyExt.Tasks.Sources;

/// <summary>Where a project's packages come from.</summary>
internal static class NuGetSources
{
    private static readonly string[] Secrets = ["packageSourceCredentials", "apikeys", "clientCertificates"];

    /// <summary>Writes a NuGet.config with the sources that are in force for a project, so that a copy of it elsewhere finds the same packages.</summary>
    /// <param name="projectFolder">The project's folder.</param>
    /// <param name="folder">The folder that gets the file.</param>
    public static void Copy(string projectFolder, string folder)
    {
        ISettings settings = Settings.LoadDefaultSettings(projectFolder);
        XElement sources = new("packageSources", new XElement("clear"));
        foreach (PackageSource source in new PackageSourceProvider(settings).LoadPackageSources().Where(source => source.IsEnabled))
            sources.Add(new XElement("add", new XAttribute("key", source.Name), new XAttribute("value", source.Source), new XAttribute("allowInsecureConnections", source.AllowInsecureConnections)));
        new XDocument(new XElement("configuration", sources)).Save(Path.Combine(folder, "NuGet.config"));
    }

    /// <summary>Refuses a NuGet.config with a secret in it, which the sdist would publish.</summary>
    /// <param name="files">The files of the sdist.</param>
    public static void RefuseSecrets(IEnumerable<string> files)
    {
        foreach (string file in files.Where(file => Path.GetFileName(file).Equals("NuGet.config", StringComparison.OrdinalIgnoreCase)))
        {
            string[] names = [.. XDocument.Load(file).Root!.Elements().Select(element => element.Name.LocalName)];
            if (names.FirstOrDefault(Secrets.Contains) is string secret)
                throw new WheelException(DiagnosticCodes.SdistFile, $"'{file}' has <{secret}>, which everybody could read in the sdist. Move it to your user's NuGet.config, or leave the file out with PySdistExclude.");
        }
    }
}
