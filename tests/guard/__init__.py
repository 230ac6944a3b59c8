"""By chance: what is taken of a form is what LibreOffice shows in it, or a finding names the place.

`make guard` runs this for long; `make guard SEED=…` repeats a run.
"""
