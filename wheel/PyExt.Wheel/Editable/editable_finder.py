"""Editable install of __DISTRIBUTION__, written by PyExt: Python files are imported from the source tree, the native module from outside of it.

When the C# sources are newer than the module, importing it warns. With PYEXT_EDITABLE=rebuild in the environment it is built first, with =off
nothing is checked.
"""

import json
import os
import sys

_DISTRIBUTION = __DISTRIBUTION_LITERAL__
_MODULE = __MODULE__
_BINARY = __BINARY__
_MANIFEST = __MANIFEST__
_MODE = __MODE__


class _Finder:
    """Finds the native module, and nothing else."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        if fullname != _MODULE:
            return None
        _refresh(os.environ.get("PYEXT_EDITABLE") or _MODE)
        if not os.path.exists(_BINARY):
            raise ImportError(f"{_DISTRIBUTION} is installed editable, but its module {_BINARY} is gone. Install it again, or set PYEXT_EDITABLE=rebuild.", name=fullname)
        from importlib.util import spec_from_file_location

        return spec_from_file_location(fullname, _BINARY)


def _refresh(mode):
    if mode == "off":
        return
    if mode not in ("warn", "rebuild"):
        raise ImportError(f"PYEXT_EDITABLE is {mode!r}, but must be warn, rebuild or off.")
    reason = _stale()
    if reason is None:
        return
    if mode == "rebuild":
        _rebuild()
        return
    import warnings

    warnings.warn(
        f"{_DISTRIBUTION} is older than its sources: {reason}. Run `dotnet build -t:PyDevelop` or `pip install -e` again, or set PYEXT_EDITABLE=rebuild.",
        RuntimeWarning, stacklevel=2)


def _stale():
    """What has changed since the module was built, or None."""
    if not os.path.exists(_BINARY):
        return "it is gone"
    try:
        with open(_MANIFEST, encoding="utf-8") as file:
            manifest = json.load(file)
    except (OSError, ValueError):
        return f"{_MANIFEST} cannot be read"
    for path, (ticks, size, digest) in manifest["files"].items():
        try:
            stat = os.stat(path)
        except OSError:
            return f"{path} is gone"
        # A checkout of other sources and back leaves nothing but new times.
        if stat.st_size != size or (stat.st_mtime_ns // 100 != ticks and _digest(path) != digest):
            return f"{path} has changed"
    for path in _sources(manifest["folders"]):
        if path not in manifest["files"] and path not in manifest["others"]:
            return f"{path} is new"
    return None


def _digest(path):
    import hashlib

    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def _sources(folders):
    for folder in folders:
        for place, names, files in os.walk(folder):
            names[:] = [name for name in names if name not in ("bin", "obj", "__pycache__", "node_modules") and not name.startswith(".")]
            for name in files:
                if name.endswith(".cs"):
                    yield os.path.join(place, name)


def _rebuild():
    import subprocess

    with open(_MANIFEST, encoding="utf-8") as file:
        manifest = json.load(file)
    with _Lock(_MANIFEST + ".lock"):
        # Another process may have built it while this one waited.
        if _stale() is None:
            return
        environment = {name: value for name, value in os.environ.items() if not name.upper().startswith("MSBUILD")}
        environment.update(DOTNET_CLI_TELEMETRY_OPTOUT="1", DOTNET_NOLOGO="1", MSBUILDDISABLENODEREUSE="1", DOTNET_CLI_USE_MSBUILD_SERVER="0")
        try:
            result = subprocess.run(manifest["command"], cwd=os.path.dirname(manifest["project"]), env=environment, stdin=subprocess.DEVNULL,
                                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        except OSError as error:
            raise ImportError(f"{_DISTRIBUTION} is older than its sources and cannot be built: {error}", name=_MODULE) from error
        if result.returncode != 0:
            raise ImportError(f"{_DISTRIBUTION} is older than its sources, and building it failed:\n{result.stdout.strip()}", name=_MODULE)


class _Lock:
    """One build at a time, also of several processes."""

    def __init__(self, path):
        self._path = path

    def __enter__(self):
        self._file = open(self._path, "a+b")
        if os.name == "nt":
            import msvcrt

            self._file.seek(0)
            while True:
                try:
                    msvcrt.locking(self._file.fileno(), msvcrt.LK_LOCK, 1)
                    return
                except OSError:
                    continue
        import fcntl

        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_):
        self._file.close()


sys.meta_path.insert(0, _Finder)
