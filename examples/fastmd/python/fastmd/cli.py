"""The command line: fastmd FILE > FILE.html"""

import argparse
import sys
from collections.abc import Sequence

import fastmd


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="fastmd", description=fastmd.__doc__)
    parser.add_argument("file", metavar="FILE", help="the Markdown file, '-' for standard input")
    parser.add_argument("-o", "--output", metavar="FILE", help="where the HTML goes; standard output by default")
    parser.add_argument("--extensions", action="store_true", help="tables, footnotes, task lists and more beside CommonMark")
    parser.add_argument("--text", action="store_true", help="plain text instead of HTML")
    options = parser.parse_args(arguments)

    convert = fastmd.to_plain_text if options.text else fastmd.to_html
    try:
        if options.file == "-":
            markdown = sys.stdin.buffer.read().decode("utf-8-sig")
        else:
            with open(options.file, encoding="utf-8-sig", newline="") as source:
                markdown = source.read()
        result = convert(markdown, extensions=options.extensions)
        if options.output:
            with open(options.output, "w", encoding="utf-8", newline="") as target:
                target.write(result)
        else:
            sys.stdout.buffer.write(result.encode("utf-8"))
            sys.stdout.buffer.flush()
    except (OSError, UnicodeDecodeError) as error:
        print(f"fastmd: {error}", file=sys.stderr)
        return 1
    return 0
