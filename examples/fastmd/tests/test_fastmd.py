"""The package around the native module: its functions, its command line, its typing."""

import importlib.metadata
import importlib.resources
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

import fastmd


def run(*arguments, stdin=b""):
    command = [sys.executable, "-m", "fastmd", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=60)


class FunctionTest(unittest.TestCase):
    def test_converts(self):
        self.assertEqual(fastmd.to_html("*Hello*, **world**!"), "<p><em>Hello</em>, <strong>world</strong>!</p>\n")

    def test_extensions_are_off_until_asked_for(self):
        table = "| a |\n|---|\n| 1 |\n"
        self.assertNotIn("<table>", fastmd.to_html(table))
        self.assertIn("<table>", fastmd.to_html(table, extensions=True))

    def test_plain_text(self):
        self.assertEqual(fastmd.to_plain_text("# Title\n\n*text*").split(), ["Title", "text"])

    def test_nothing_gives_nothing(self):
        self.assertEqual(fastmd.to_html(""), "")

    def test_none_is_refused(self):
        with self.assertRaises(TypeError):
            fastmd.to_html(None)

    def test_threads_get_the_same_answer(self):
        text = "- a\n- b\n\n> *c*\n" * 200
        expected, answers = fastmd.to_html(text), []
        threads = [threading.Thread(target=lambda: answers.append(fastmd.to_html(text))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(answers, [expected] * 8)


class CommandLineTest(unittest.TestCase):
    def test_file_to_standard_output(self):
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, "zoë.md")
            source.write_bytes("# Zoë\r\n".encode())
            result = run(source)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        self.assertEqual(result.stdout.decode(), "<h1>Zoë</h1>\n")

    def test_standard_input_to_file(self):
        with tempfile.TemporaryDirectory() as folder:
            target = pathlib.Path(folder, "out.html")
            result = run("-", "-o", target, stdin=b"hi")
            self.assertEqual((result.returncode, result.stdout, result.stderr), (0, b"", b""))
            self.assertEqual(target.read_bytes(), b"<p>hi</p>\n")

    def test_a_missing_file_is_one_line(self):
        result = run("no-such-file.md")
        self.assertEqual(result.returncode, 1)
        self.assertEqual(len(result.stderr.splitlines()), 1)
        self.assertIn(b"no-such-file.md", result.stderr)

    def test_text_that_is_not_utf_8_is_one_line(self):
        result = run("-", stdin=b"\xff\xfe\xfa")
        self.assertEqual(result.returncode, 1)
        self.assertEqual(len(result.stderr.splitlines()), 1)

    def test_the_entry_point_is_declared(self):
        scripts = importlib.metadata.distribution("fastmd").entry_points.select(group="console_scripts", name="fastmd")
        self.assertEqual([script.value for script in scripts], ["fastmd.cli:main"])


class TypingTest(unittest.TestCase):
    def test_the_package_is_typed(self):
        package = importlib.resources.files("fastmd")
        self.assertTrue(package.joinpath("py.typed").is_file())
        stub = package.joinpath("_native.pyi").read_text(encoding="utf-8")
        compile(stub, "_native.pyi", "exec")
        self.assertIn("def to_html(markdown: str, extensions: bool = False) -> str", stub)


if __name__ == "__main__":
    unittest.main()
