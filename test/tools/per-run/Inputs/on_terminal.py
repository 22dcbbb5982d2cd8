"""Runs a command on a terminal of its own, and prints what it writes there."""

import pty
import sys

sys.exit(pty.spawn(sys.argv[1:]))
