"""Reads the files named and prints, pickled, what each of them cost."""

import pickle
import sys
from pathlib import Path

from fuzz.documents.forms import open_form, word_form
from fuzz.measuring import measured, read_whole
from office.programs import by_xlsxwriter

# What a worker works out once, with its first file, is not worked out anew for each of these.
for sound in (word_form(), open_form(), by_xlsxwriter()):
    read_whole(sound)
sys.stdout.buffer.write(pickle.dumps([measured(Path(path)) for path in sys.argv[1:]]))
