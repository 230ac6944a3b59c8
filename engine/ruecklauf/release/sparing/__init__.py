"""Rows without what would let somebody count the cells that tables withhold.

Where a table withholds a cell as it is small, the rows behind it do not show that answer in any wave; of the
other cells that it withholds so many rows do not as it takes. Questions that are asked because of such an
answer are withheld with it, as are answers by which a rule tells it, what is computed from it, and counts and
indicators that include it. A table that would still tell a withheld answer is not published.
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
    said = withheld.unpublished
    return with_summaries(
        replace(
            made,
            published=tuple(each for each in tables.published if each.table.id not in said),
            not_published=tuple(each.table.title for each in tables.published if each.table.id in said),
            withheld=count,
        ),
        withheld,
    )
