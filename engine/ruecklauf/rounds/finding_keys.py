"""By which a finding is known over imports."""

from __future__ import annotations

import hashlib
import json

from ruecklauf.store import StoredFinding
from ruecklauf.texts import in_any_language


def key_of(stored: StoredFinding) -> str:
    """By which a finding is the same in every return and import: whose, what it is about, and what it found.

    Not its place: rows and sheets move. Of what is personal nothing is kept but the file, so that another
    file's answer is another matter. A finding about a file that is nobody's is that file's.
    """
    finding = stored.finding
    content = finding.found
    if not content and not finding.subject.field:
        content = finding.message.removeprefix(f"{finding.place}: ")
    is_personal = any(word in content for word in in_any_language("words.personal"))
    file = stored.sha256 if is_personal or not stored.alliance else ""
    about = (stored.alliance, stored.wave, finding.code, *finding.subject, content, file)
    return hashlib.sha256(json.dumps(about, ensure_ascii=False).encode()).hexdigest()
