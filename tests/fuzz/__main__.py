"""Reads the files named and prints, pickled, what each of them cost."""

import pickle
import sys
from pathlib import Path

from fuzz.measuring import measured

sys.stdout.buffer.write(pickle.dumps([measured(Path(path)) for path in sys.argv[1:]]))
