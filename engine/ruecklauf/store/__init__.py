"""What is kept: originals by their hash, declarations, issued forms, returns, answers; contacts apart."""

from ruecklauf.store.archive import Archive, Damage, ErasedError
from ruecklauf.store.completeness import Lacking
from ruecklauf.store.correspondence import (
    NOTHING_AGREED,
    Agreement,
    AllianceNote,
    Incoming,
    Message,
    MessageState,
    Noted,
    NoteKind,
    Posted,
    ReadBy,
)
from ruecklauf.store.decisions import (
    PREFERRED,
    Decision,
    Preference,
    SameRow,
    Settlement,
    WaveDecision,
    Withdrawal,
)
from ruecklauf.store.entries import (
    TAKEN_BACK,
    AnsweredFinding,
    Assignment,
    Correction,
    IssuedForm,
    SavedSubmission,
    StoredOutcome,
    StoredWorksheet,
    SubmissionEntry,
    TakenOver,
)
from ruecklauf.store.inquiries import GivenAnswer, IssuedInquiry
from ruecklauf.store.opening import open_store
from ruecklauf.store.outcome import Outcome
from ruecklauf.store.privacy import Act, ActKind
from ruecklauf.store.private import write_private
from ruecklauf.store.returns import Snapshot
from ruecklauf.store.rows import (
    Receipt,
    RecordRow,
    Return,
    StatusRow,
    StoredAnswer,
    StoredFinding,
    StoredSubmission,
)
from ruecklauf.store.store import Complete, Store

__all__ = [
    "NOTHING_AGREED",
    "PREFERRED",
    "TAKEN_BACK",
    "Act",
    "ActKind",
    "Agreement",
    "AllianceNote",
    "AnsweredFinding",
    "Archive",
    "Assignment",
    "Complete",
    "Correction",
    "Damage",
    "Decision",
    "ErasedError",
    "GivenAnswer",
    "Incoming",
    "IssuedForm",
    "IssuedInquiry",
    "Lacking",
    "Message",
    "MessageState",
    "NoteKind",
    "Noted",
    "Outcome",
    "Posted",
    "Preference",
    "ReadBy",
    "Receipt",
    "RecordRow",
    "Return",
    "SameRow",
    "SavedSubmission",
    "Settlement",
    "Snapshot",
    "StatusRow",
    "Store",
    "StoredAnswer",
    "StoredFinding",
    "StoredOutcome",
    "StoredSubmission",
    "StoredWorksheet",
    "SubmissionEntry",
    "TakenOver",
    "WaveDecision",
    "Withdrawal",
    "open_store",
    "write_private",
]
