"""Runs a command whose files can have so many bytes only, as on a full disk.

small_files.py BYTES COMMAND...
"""

import os
import resource
import sys

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
os.execvp(sys.argv[2], sys.argv[2:])
