"""How many rows the store has, to see that nothing more and nothing less was written."""

from __future__ import annotations

from sqlalchemy import func, select

from ruecklauf.store import Store, schema


def rows_in(store: Store) -> dict[str, int]:
    """How many rows every table has, of both databases."""
    counted = {}
    for database, metadata in ((store._answers, schema.ANSWERS), (store._contacts, schema.CONTACTS)):
        with database.reading() as connection:
            for name, table in metadata.tables.items():
                counted[name] = connection.execute(select(func.count()).select_from(table)).scalar_one()
    del counted["ruecklauf_meta"]
    return counted


ONE_SUBMISSION = {
    "declaration": 1,
    "form": 0,
    "wording": 0,
    "original": 1,
    "receipt": 1,
    "submission": 1,
    "submission_worksheet": 1,
    "record": 4,
    "value": 10,
    "finding": 1,
    "correction": 0,
    "assignment": 0,
    "settlement": 0,
    "withdrawal": 0,
    "wave_state": 0,
    "inquiry": 0,
    "inquiry_answer": 0,
    "preference": 0,
    "same_row": 0,
    "privacy_act": 0,
    "contact": 2,
    "contact_correction": 0,
    "hidden_text": 0,
    "sender": 0,
    "message": 0,
    "message_state": 0,
    "incoming": 0,
    "incoming_read": 0,
    "alliance_note": 0,
}
