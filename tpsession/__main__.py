"""Runs the program with ``python -m tpsession``."""

import sys

from tpsession.cli import main

sys.exit(main())
