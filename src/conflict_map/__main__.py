"""``python -m conflict_map`` is the command ``conflict-map``."""

from __future__ import annotations

import sys

from conflict_map.cli import main

if __name__ == "__main__":
    sys.exit(main())
