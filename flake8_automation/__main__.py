"""`python -m flake8_automation`."""

import sys

from flake8_automation.cli import main

if __name__ == "__main__":
    sys.exit(main())
