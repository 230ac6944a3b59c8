"""What was done to documents, module by module, in the order of the page."""

from __future__ import annotations

from gauntlet.documents import unseen
from gauntlet.documents.word import (
    around,
    brackets,
    cells,
    changes,
    codes,
    comments,
    controls,
    damaged,
    drawn,
    files,
    lists,
    mixed,
    pages,
    printed,
    refused,
    rows,
    seen,
    shown,
    signs,
    tables,
    texts,
    ticks,
    tracked_rows,
    typed,
)
from gauntlet.documents.writer import saved as by_writer
from gauntlet.mutation import Mutation

MUTATIONS: tuple[Mutation, ...] = (
    *typed.MUTATIONS,
    *ticks.MUTATIONS,
    *seen.MUTATIONS,
    *drawn.MUTATIONS,
    *texts.MUTATIONS,
    *brackets.MUTATIONS,
    *signs.MUTATIONS,
    *lists.MUTATIONS,
    *shown.MUTATIONS,
    *unseen.MUTATIONS,
    *controls.MUTATIONS,
    *rows.MUTATIONS,
    *codes.MUTATIONS,
    *tables.MUTATIONS,
    *cells.MUTATIONS,
    *changes.MUTATIONS,
    *tracked_rows.MUTATIONS,
    *comments.MUTATIONS,
    *around.MUTATIONS,
    *pages.MUTATIONS,
    *files.MUTATIONS,
    *damaged.MUTATIONS,
    *mixed.MUTATIONS,
    *refused.MUTATIONS,
    *printed.MUTATIONS,
    *by_writer.MUTATIONS,
)
