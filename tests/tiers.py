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
    "slow": "whole rounds, kills, many processes, builds of the package",
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
    "cli/test_commands.py": "slow",
    "cli/test_options.py": "slow",
    "demo/test_round.py": "slow",
    "forms/documents/test_injection.py": "slow",
    "forms/workbooks/test_round_trip.py": "slow",
    "intake/sheets/test_condition.py": "slow",
    "intake/sheets/test_damage.py": "slow",
    "intake/sheets/test_second_reader.py": "slow",
    "kept": "slow",
    "rounds/test_apart.py": "slow",
    "rounds/test_deciding.py": "slow",
    "rounds/test_killed.py": "slow",
    "rounds/test_killed_writing.py": "slow",
    "rounds/test_known_rows.py": "slow",
    "rounds/test_rereading.py": "slow",
    "rounds/test_sets.py": "slow",
    "rounds/test_templates.py": "slow",
    "rounds/test_workers.py": "slow",
    "store/test_opening.py": "slow",
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
