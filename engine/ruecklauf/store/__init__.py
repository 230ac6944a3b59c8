"""What is kept: originals by their hash, declarations, issued forms, returns, answers; contacts apart."""

from ruecklauf.store.archive import Archive, Damage
from ruecklauf.store.compare import answers_in, answers_missing_in
from ruecklauf.store.entries import (
    IssuedForm,
    Outcome,
    SavedSubmission,
    StoredOutcome,
    StoredWorksheet,
    SubmissionEntry,
)
from ruecklauf.store.returns import Snapshot
from ruecklauf.store.rows import (
    Answer,
    ContactRow,
    FindingRow,
    Receipt,
    RecordRow,
    Return,
    StatusRow,
    StoredSubmission,
    ValueRow,
)
from ruecklauf.store.store import Store, open_store

__all__ = [
    "Answer",
    "Archive",
    "ContactRow",
    "Damage",
    "FindingRow",
    "IssuedForm",
    "Outcome",
    "Receipt",
    "RecordRow",
    "Return",
    "SavedSubmission",
    "Snapshot",
    "StatusRow",
    "Store",
    "StoredOutcome",
    "StoredSubmission",
    "StoredWorksheet",
    "SubmissionEntry",
    "ValueRow",
    "answers_in",
    "answers_missing_in",
    "open_store",
]
