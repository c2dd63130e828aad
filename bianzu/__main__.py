"""``python -m bianzu``: the command line."""

import sys

from bianzu.cli import main

if __name__ == "__main__":
    sys.exit(main())
