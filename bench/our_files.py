"""Print, as JSON, the files that `check` reads and whether each holds some rule's needle."""

import json
import sys

from flake8_automation.engine import relevant_rules
from flake8_automation.files.discover import discover
from flake8_automation.settings import Settings


def main(roots: list[str]) -> int:
    """Print an object: path to true where the file holds what some rule looks for."""
    settings = Settings()
    needled = {}
    for path in discover(roots, settings).paths:
        with open(path, "rb") as file:
            needled[path] = bool(relevant_rules(file.read(), path, settings))
    print(json.dumps(needled))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
