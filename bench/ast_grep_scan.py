"""A peer: read every file below the given folders and look for four patterns with ast-grep-py."""

import sys

from ast_grep_py import Rule, SgRoot
from trees import python_files

PATTERNS = (
    "subprocess.run($$$)",
    "subprocess.check_output($$$)",
    "os.system($$$)",
    "input($$$)",
)


def main(roots: list[str]) -> int:
    """Print `path:line:column` of every match, 1-based."""
    patterns = [Rule(pattern=pattern) for pattern in PATTERNS]
    for path in python_files(roots):
        with open(path, "rb") as file:
            text = file.read().decode("utf-8", "replace")
        for node in SgRoot(text, "python").root().find_all(any=patterns):
            start = node.range().start
            print(f"{path}:{start.line + 1}:{start.column + 1}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
