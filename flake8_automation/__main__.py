"""The program: `flake8-automation`, or `python -m flake8_automation`."""

import atexit
import gc
import sys

from flake8_automation import cli

# A run on a few files makes fewer objects. Hardly any are in circles, which are all that a look for
# garbage could find, and the looks take a tenth of such a run.
_MANY_OBJECTS = 20_000


def main() -> int:
    """Run the command line in this process, which is there for nothing else."""
    gc.set_threshold(_MANY_OBJECTS)
    atexit.register(gc.freeze)  # else the interpreter looks through all there is as it ends
    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
