"""Rows without what would let somebody count the cells that tables withhold.

Where a table withholds a cell, the rows behind it do not show that answer in any wave, nor do others of the
same row that may tell it: those that are asked because of it, and those that a rule binds to it. What was
computed from them and counts that include them are withheld with them.
"""

from __future__ import annotations

from dataclasses import replace

from ruecklauf.release.anonymous import Material, Release, anonymous
from ruecklauf.release.publishing import looked_at
from ruecklauf.release.sparing.rows import withheld_answers
from ruecklauf.release.sparing.shown import shown
from ruecklauf.release.sparing.summaries import with_summaries


def spared(material: Material) -> Release:
    """The release of a dataset with the tables that stand beside its rows; RuecklaufError as `anonymous`."""
    whole = anonymous(material)
    tables = looked_at(whole)
    withheld = withheld_answers(whole, tables)
    made = anonymous(material, shown(material, withheld))
    count = int(made.dataset.long["missing"].eq("withheld").sum())
    return with_summaries(replace(made, published=tables.published, withheld=count), withheld)
