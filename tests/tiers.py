"""What tests cost, by where they stand: nobody marks them by hand.

Everything that has no marker is `quick`.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

TESTS = Path(__file__).parent
MARKERS = {
    "quick": "all that follows left out; `make quick`",
    "office": "needs LibreOffice, or another program that opens forms",
    "gauntlet": "what people and programs do to forms, and what becomes of it",
    "hostile": "files made to do harm, and great ones",
    "fuzz": "damaged files by chance",
    "slow": "whole rounds, kills, many processes, builds of the package; files that take many seconds",
}
BY_PATH = {
    "libreoffice": "office",
    "guard": "office",
    "forms/test_validator.py": "office",
    "forms/documents/test_office.py": "office",
    "office/writer/test_by_writer.py": "office",
    "rules/test_oracle.py": "office",
    "gauntlet": "gauntlet",
    "fuzz/test_hostile.py": "hostile",
    "fuzz/test_fuzz.py": "fuzz",
    "benchmarks": "slow",
    "check/test_balance.py": "slow",
    "check/test_check.py": "slow",
    "check/test_flood.py": "slow",
    "check/test_knowing.py": "slow",
    "cli/test_before_sending.py": "slow",
    "cli/test_commands.py": "slow",
    "cli/test_deciding.py": "slow",
    "cli/test_documents.py": "slow",
    "cli/test_forms.py": "slow",
    "cli/test_full_disk.py": "slow",
    "cli/test_mail.py": "slow",
    "cli/test_options.py": "slow",
    "cli/test_status.py": "slow",
    "dataset/test_build_dataset.py": "slow",
    "definition/test_schema.py": "slow",
    "demo/test_round.py": "slow",
    "exports/test_exporting.py": "slow",
    "fieldtypes/test_contract.py": "slow",
    "fieldwork/test_killed_sending.py": "slow",
    "fieldwork/test_mailing.py": "slow",
    "fieldwork/test_today.py": "slow",
    "forms/documents/test_injection.py": "slow",
    "forms/documents/test_template.py": "slow",
    "forms/documents/test_writer.py": "slow",
    "forms/workbooks/test_round_trip.py": "slow",
    "forms/workbooks/test_structure.py": "slow",
    "intake/pages/test_account.py": "slow",
    "intake/pages/test_content.py": "slow",
    "intake/pages/test_locate.py": "slow",
    "intake/sheets/test_condition.py": "slow",
    "intake/sheets/test_damage.py": "slow",
    "intake/sheets/test_locate.py": "slow",
    "intake/sheets/test_second_reader.py": "slow",
    "intake/sheets/test_strays.py": "slow",
    "kept": "slow",
    "lint/test_fields.py": "slow",
    "lint/test_rules.py": "slow",
    "office/calc/test_reader.py": "slow",
    "office/enclosing/test_containers.py": "slow",
    "office/excel/test_remembered.py": "slow",
    "office/excel/test_scan.py": "slow",
    "project/test_alliances.py": "slow",
    "rounds/test_apart.py": "slow",
    "rounds/test_bounds.py": "slow",
    "rounds/test_deciding.py": "slow",
    "rounds/test_guards.py": "slow",
    "rounds/test_inquiries.py": "slow",
    "rounds/test_killed.py": "slow",
    "rounds/test_killed_writing.py": "slow",
    "rounds/test_known_rows.py": "slow",
    "rounds/test_lists_filled_in.py": "slow",
    "rounds/test_old_waves.py": "slow",
    "rounds/test_order.py": "slow",
    "rounds/test_points.py": "slow",
    "rounds/test_rebuilding.py": "slow",
    "rounds/test_rehearsal.py": "slow",
    "rounds/test_rereading.py": "slow",
    "rounds/test_senders.py": "slow",
    "rounds/test_sets.py": "slow",
    "rounds/test_templates.py": "slow",
    "rounds/test_untouched.py": "slow",
    "rounds/test_withdrawing.py": "slow",
    "rounds/test_workers.py": "slow",
    "store/test_completeness.py": "slow",
    "store/test_completing.py": "slow",
    "store/test_correcting.py": "slow",
    "store/test_hard_conditions.py": "slow",
    "store/test_opening.py": "slow",
    "store/test_receipts.py": "slow",
    "store/test_saving.py": "slow",
    "store/test_superseding.py": "slow",
    "store/test_taking_over.py": "slow",
    "store/test_upgrading.py": "slow",
    "test_house.py": "slow",
    "test_packaging.py": "slow",
    "test_shipped.py": "slow",
}
PROGRAMS = {"soffice", "ssconvert"}
"""Single tests that are given one of them need it, wherever they stand."""


def marker_of(path: Path) -> str:
    """The marker of a file or folder of tests; quick where nothing else is said."""
    place = PurePosixPath(path.relative_to(TESTS).as_posix())
    return next((BY_PATH[str(one)] for one in (place, *place.parents) if str(one) in BY_PATH), "quick")
