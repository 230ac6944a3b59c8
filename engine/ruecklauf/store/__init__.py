"""What is kept: originals by their hash, declarations, issued forms, returns, answers; contacts apart."""

from ruecklauf.store.archive import Archive, Damage
from ruecklauf.store.entries import (
    Assignment,
    Correction,
    IssuedForm,
    SavedSubmission,
    StoredOutcome,
    StoredWorksheet,
    SubmissionEntry,
    TakenOver,
)
from ruecklauf.store.outcome import Outcome
from ruecklauf.store.returns import Snapshot
from ruecklauf.store.rows import (
    ContactRow,
    CorrectionRow,
    FindingRow,
    Receipt,
    RecordRow,
    Return,
    StatusRow,
    StoredSubmission,
    ValueRow,
)
from ruecklauf.store.store import Complete, Store, open_store

__all__ = [
    "Archive",
    "Assignment",
    "Complete",
    "ContactRow",
    "Correction",
    "CorrectionRow",
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
    "TakenOver",
    "ValueRow",
    "open_store",
]
