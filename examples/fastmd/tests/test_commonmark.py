"""Every example of the CommonMark specification, through the installed wheel.

COMMONMARK_SPEC names the npm package `commonmark-spec` (its .tgz) or the spec.txt in it. Without it, the package that
`dotnet run build.cs wheel` fetched into artifacts/ is taken.
"""

import os
import pathlib
import re
import tarfile
import unittest

import fastmd

# What is known to differ, and why. An entry that has come to pass fails the test, too.
KNOWN = {
    540: "[ẞ] refers to [SS] by full Unicode case folding; .NET folds one character to one where it brings no ICU along",
}

EXAMPLE = re.compile(r"^`{32} example\n([\s\S]*?)^\.\n([\s\S]*?)^`{32}$|^#{1,6} *(.*)$", re.MULTILINE)


def specification() -> str:
    place = os.environ.get("COMMONMARK_SPEC")
    if place is None:
        artifacts = pathlib.Path(__file__).parents[3] / "artifacts" / "commonmark-spec"
        found = sorted(artifacts.glob("commonmark-spec-*.tgz"))
        if not found:
            raise FileNotFoundError(f"no commonmark-spec-*.tgz in {artifacts}: run `npm pack commonmark-spec` there")
        place = str(found[-1])
    if not place.endswith(".tgz"):
        return pathlib.Path(place).read_text(encoding="utf-8")
    with tarfile.open(place) as package:
        return package.extractfile("package/spec.txt").read().decode("utf-8")


def examples(text: str):
    text = text.replace("\r\n", "\n").split("\n<!-- END TESTS -->")[0]
    section, number = "", 0
    for markdown, html, heading in EXAMPLE.findall(text):
        if heading:
            section = heading
        else:
            number += 1
            yield number, section, markdown.replace("→", "\t"), html.replace("→", "\t")


class CommonMarkTest(unittest.TestCase):
    def test_every_example_of_the_specification(self):
        passed, failed = 0, {}
        for number, section, markdown, html in examples(specification()):
            if fastmd.to_html(markdown) == html:
                passed += 1
            else:
                failed[number] = section
        total = passed + len(failed)
        print(f"CommonMark examples: {passed} / {total} passed", flush=True)
        self.assertGreaterEqual(total, 600, "the specification was not read whole")
        for number in failed.keys() & KNOWN.keys():
            print(f"  known difference: example {number} ({failed[number]}): {KNOWN[number]}", flush=True)
        self.assertEqual({number: section for number, section in failed.items() if number not in KNOWN}, {})
        self.assertEqual(KNOWN.keys() - failed.keys(), set(), "these pass now: take them out of KNOWN")


if __name__ == "__main__":
    unittest.main()
