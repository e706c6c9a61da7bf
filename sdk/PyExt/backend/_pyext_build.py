"""Build backend (PEP 517, PEP 660) of a PyExt project: turns the calls of pip, build and uv into calls of the .NET SDK.

Needs nothing but Python and `dotnet`. Lies in the project, so that nothing has to be installed before it is built:

    [build-system]
    requires = []
    build-backend = "_pyext_build"
    backend-path = ["."]

Config settings become MSBuild properties (`pip install . -C PyManylinux=2_28`); `Configuration` and `Verbosity` mean what they mean to `dotnet build`.
Written by PyExt; `dotnet build -t:PyWriteBackend` writes it anew.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

__all__ = [
    "build_editable", "build_sdist", "build_wheel", "get_requires_for_build_editable", "get_requires_for_build_sdist", "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable", "prepare_metadata_for_build_wheel",
]


def get_requires_for_build_wheel(config_settings=None):
    return []


def get_requires_for_build_sdist(config_settings=None):
    return []


def get_requires_for_build_editable(config_settings=None):
    return []


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    return _run("_PyExtWriteMetadata", metadata_directory, config_settings)


def prepare_metadata_for_build_editable(metadata_directory, config_settings=None):
    return _run("_PyExtWriteMetadata", metadata_directory, config_settings)


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    # cibuildwheel has the wheel repaired and tagged after this; a wheel that already has its final tag would be repaired into nothing.
    defaults = {"PyPlainPlatformTag": "true"} if os.environ.get("CIBUILDWHEEL") else {}
    return _run("Pack", wheel_directory, config_settings, defaults)


def build_sdist(sdist_directory, config_settings=None):
    return _run("PackSdist", sdist_directory, config_settings)


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    return _run("_PyExtPackEditable", wheel_directory, config_settings)


def _run(target, output, config_settings, defaults=None):
    """Runs a target and returns the name of what it made, which the target writes into a file: what a build prints belongs to its user."""
    project = _project()
    settings = {**(defaults or {}), **(config_settings or {})}
    # A project file that is not beside pyproject.toml would not look for it here.
    if project.parent != pathlib.Path.cwd() and not (project.parent / "pyproject.toml").exists() and "[project]" in _text():
        settings.setdefault("PyProjectFile", str(pathlib.Path.cwd() / "pyproject.toml"))
    configuration = _take(settings, "Configuration", "Release")
    verbosity = _take(settings, "Verbosity", "minimal")
    with tempfile.TemporaryDirectory(prefix="pyext-") as folder:
        result = pathlib.Path(folder, "result.txt")
        properties = {**settings, "PackageOutputPath": os.path.abspath(output), "PyResultFile": str(result)}
        command = [_dotnet(), "build", str(project), f"-t:{target}", "-c", configuration, f"-v:{verbosity}", "-nologo", "-tl:off", "-nodeReuse:false"]
        # A compiler server would outlive the build and hold the pipe that the caller reads to its end.
        command.append("-p:UseSharedCompilation=false")
        command += [f"-p:{name}={_escape(value)}" for name, value in properties.items()]
        sys.stdout.flush()
        code = subprocess.run(command, cwd=project.parent, env=_environment(), stdin=subprocess.DEVNULL).returncode
        if code != 0:
            raise SystemExit(f"error: `dotnet build -t:{target}` of {project.name} failed; its messages are above.")
        lines = result.read_text(encoding="utf-8-sig").split("\n") if result.exists() else []
        names = [os.path.basename(line.strip()) for line in lines if line.strip()]
        if len(names) != 1:
            raise SystemExit(f"error: {project.name} made {len(names)} files instead of one ({', '.join(names)}). For one wheel, pass -C RuntimeIdentifier=… to choose the platform.")
        return names[0]


def _project():
    """The project file: the one that [tool.pyext] names, or the only one here."""
    import tomllib

    named = tomllib.loads(_text()).get("tool", {}).get("pyext", {}).get("project")
    if named is not None:
        project = pathlib.Path(named).resolve()
        if not project.is_file():
            raise SystemExit(f"error: [tool.pyext] in pyproject.toml names the project '{named}', which does not exist.")
        return project
    found = sorted(pathlib.Path.cwd().glob("*.csproj"))
    if len(found) != 1:
        raise SystemExit(
            f"error: there are {len(found)} project files in {pathlib.Path.cwd()}"
            f"{': ' + ', '.join(path.name for path in found) if found else ''}. Name the one to build in pyproject.toml:\n\n    [tool.pyext]\n    project = \"path/to/Name.csproj\"\n")
    return found[0]


def _text():
    return pathlib.Path("pyproject.toml").read_text(encoding="utf-8")


def _dotnet():
    name = "dotnet.exe" if os.name == "nt" else "dotnet"
    candidates = [os.environ.get("DOTNET_HOST_PATH")]
    candidates += [os.path.join(os.environ["DOTNET_ROOT"], name)] if os.environ.get("DOTNET_ROOT") else []
    candidates += [shutil.which("dotnet"), os.path.join(os.path.expanduser("~"), ".dotnet", name)]
    for candidate in candidates:
        if candidate and os.path.isfile(candidate):
            return candidate
    raise SystemExit(
        "error PYX5005: this package is compiled from C#, which needs the .NET 10 SDK, and `dotnet` was not found on PATH, in DOTNET_ROOT or in ~/.dotnet. "
        "Install it from https://dotnet.microsoft.com/download, or use a wheel of this package.")


def _environment():
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith("MSBUILD")}
    environment.update(DOTNET_CLI_TELEMETRY_OPTOUT="1", DOTNET_NOLOGO="1", MSBUILDDISABLENODEREUSE="1", DOTNET_CLI_USE_MSBUILD_SERVER="0")
    return environment


def _take(settings, name, default):
    for key in list(settings):
        if key.lower() == name.lower():
            value = settings.pop(key)
            return value[-1] if isinstance(value, list) else value
    return default


def _escape(value):
    """A value as MSBuild's command line takes it: ';' and ',' would start the next property. A setting that is given twice is a list."""
    text = ";".join(value) if isinstance(value, (list, tuple)) else str(value)
    return text.replace(";", "%3B").replace(",", "%2C")
