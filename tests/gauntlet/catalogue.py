"""All mutations in the order of the page: of workbooks, then of documents."""

from __future__ import annotations

from gauntlet.documents import catalogue as documents
from gauntlet.mutation import Mutation
from gauntlet.workbooks import catalogue as workbooks

MUTATIONS: tuple[Mutation, ...] = (*workbooks.MUTATIONS, *documents.MUTATIONS)
