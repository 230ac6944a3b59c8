"""Files for SPSS and Stata, as pyreadstat and PSPP read them: labels, levels, missing codes, names."""

import csv
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

import installed
from dataset.expected import save, section
from ruecklauf.dataset import Dataset, build_dataset
from ruecklauf.errors import RuecklaufError
from ruecklauf.exports import write_export
from ruecklauf.exports.coded import missing_codes
from ruecklauf.exports.dta_files import LIMITS as STATA
from ruecklauf.exports.sav_files import LIMITS as SPSS
from ruecklauf.exports.statistics import Limits, cut_bytes, legal_names, shortened
from ruecklauf.store import Store
from ruecklauf.values import Missing
from store.declared import ESSEN, OFFICE_ANSWERS, answered, declared, entry

LABELS = {
    -99: "keine Angabe", -98: "trifft nicht zu", -97: "nicht bekannt", -96: "nicht lesbar",
    -95: "nicht gefragt", -94: "nicht zurückgesandt",
}  # fmt: skip


@pytest.fixture
def dataset(store: Store) -> Dataset:
    """Two alliances: one answered all, one has every kind of missing that people cause."""
    lacking = {"vzae": Missing.NOT_APPLICABLE, "seit": Missing.UNREADABLE, "bedarf": Missing.UNKNOWN}
    store.save_submission(entry(records=(answered(OFFICE_ANSWERS, section="stelle"),)))
    store.save_submission(entry("b", alliance=ESSEN, records=(answered(lacking, section="stelle"),)))
    return build_dataset(store)


def read(folder: Path, kind: str, table: str = "akteure.stelle") -> tuple[pd.DataFrame, Any]:
    reader = {"sav": pyreadstat.read_sav, "dta": pyreadstat.read_dta}[kind]
    frame, meta = reader(
        folder / kind / f"{table}.{kind}", user_missing=True, disable_datetime_conversion=True
    )
    return frame, meta


def test_sav_has_labels_levels_formats_and_missing_codes(dataset: Dataset, tmp_path: Path) -> None:
    write_export(dataset, tmp_path, ["sav"])
    frame, meta = read(tmp_path, "sav")
    assert meta.file_label == "Geschäftsführende Stelle"
    questions = ["vzae", "seit", "benannt", "bedarf", "bereiche_mi"]
    assert [meta.column_names_to_labels[name] for name in questions] == [
        "Stellenumfang", "Besteht seit", "Benannt?", "Bedarf", "Bereiche: MI"
    ]  # fmt: skip
    assert [meta.variable_measure[name] for name in questions] == [
        "scale", "scale", "nominal", "ordinal", "nominal"
    ]  # fmt: skip
    assert {name: meta.missing_ranges[name] for name in questions} == {
        name: [{"lo": -99, "hi": -94}] for name in questions
    }
    assert meta.original_variable_types["seit"] == "EDATE10"
    assert meta.variable_value_labels["vzae"] == LABELS
    assert meta.variable_value_labels["benannt"] == {1: "ja", 2: "nein", **LABELS, -97: "unbekannt"}
    assert meta.variable_value_labels["bedarf"] == {
        1: "gering", 2: "mittel", 3: "hoch", **LABELS, -97: "nicht beurteilbar"
    }  # fmt: skip
    assert meta.variable_value_labels["bereiche_mi"] == {0: "nein", 1: "ja", **LABELS}
    held = {row["alliance"]: [row[name] for name in questions] for _, row in frame.iterrows()}
    assert held == {"KQ7M2X": [1.5, 13960166400.0, -97, 2, 1], ESSEN: [-98, -96, -99, -97, -99]}


def test_dta_has_labels_and_a_letter_for_each_missing_kind(dataset: Dataset, tmp_path: Path) -> None:
    write_export(dataset, tmp_path, ["dta"])
    frame, meta = read(tmp_path, "dta")
    letters = dict(zip("abcdef", LABELS.values(), strict=True))
    assert meta.column_names_to_labels["bereiche_mi"] == "Bereiche: MI"
    assert meta.variable_value_labels["vzae"] == letters
    assert meta.variable_value_labels["benannt"] == {1: "ja", 2: "nein", **letters, "c": "unbekannt"}
    assert meta.original_variable_types["seit"] == "%td"
    questions = ["vzae", "seit", "benannt", "bedarf", "bereiche_mi"]
    held = {row["alliance"]: [row[name] for name in questions] for _, row in frame.iterrows()}
    assert held == {"KQ7M2X": [1.5, 23801, "c", 2, 1], ESSEN: ["b", "d", "a", "c", "a"]}


def test_text_has_a_variable_beside_it_that_says_why_there_is_none(store: Store, tmp_path: Path) -> None:
    rows = (answered({"institution": "Jugendamt"}, row=1), answered({}, row=2))
    store.save_submission(entry(records=rows))
    write_export(build_dataset(store), tmp_path, ["sav", "dta"])
    for kind in ("sav", "dta"):
        frame, meta = read(tmp_path, kind, "akteure.liste")
        assert frame["institution"].tolist() == ["Jugendamt", ""]
        assert frame["institution_missing"].tolist() == [0, -99]
        assert meta.variable_value_labels["institution_missing"] == {0: "vorhanden", **LABELS}
        _, long = read(tmp_path, kind, "long")
        assert long.variable_value_labels["missing"] == {0: "vorhanden", **LABELS}


@pytest.mark.parametrize(
    ("values", "code"),
    [((), -99), ((-3, 5), -99), ((-97,), -999), ((Decimal("-96.5"), -999), -9999), ((-100, -93), -99)],
)
def test_missing_codes_lie_where_no_real_value_does(values: tuple[Any, ...], code: int) -> None:
    assert [one for one, _ in missing_codes("n", values).values()] == list(range(code, code + 6))


def test_column_with_values_in_every_range_is_refused() -> None:
    with pytest.raises(RuecklaufError, match="column n: has values in every range"):
        missing_codes("n", [int("-" + "9" * digits) for digits in range(2, 8)])


def test_real_value_like_a_missing_code_stays_a_value(store: Store, tmp_path: Path) -> None:
    rows = (answered({"plaetze": -97}, row=1), answered({"plaetze": Missing.UNREADABLE}, row=2))
    store.save_submission(entry(records=rows))
    write_export(build_dataset(store), tmp_path, ["sav"])
    frame, meta = read(tmp_path, "sav", "akteure.liste")
    assert frame["plaetze"].tolist() == [-97, -996]
    assert meta.missing_ranges["plaetze"] == [{"lo": -999, "hi": -994}]


def test_names_and_labels_are_made_to_fit(store: Store, tmp_path: Path) -> None:
    long = "ein_sehr_langer_name_fuer_ein_feld"
    fields = [
        {"type": "integer", "id": "all", "label": "ä" * 200},
        {"type": "integer", "id": "using", "label": "U"},
        {"type": "integer", "id": long, "label": "L"},
        {"type": "integer", "id": f"{long}_2", "label": "M"},
    ]
    worksheet = declared([section(fields)])
    save(store, worksheet, answered({"all": 1, "using": 2, long: 3, f"{long}_2": 4}, worksheet=worksheet))
    write_export(build_dataset(store), tmp_path, ["sav", "dta"])
    spss, meta = read(tmp_path, "sav", "akteure.liste")
    assert spss.iloc[0, -4:].to_dict() == {"v_all": 1, "using": 2, long: 3, f"{long}_2": 4}
    assert meta.column_names_to_labels["v_all"] == "ä" * 126 + "…"
    stata, meta = read(tmp_path, "dta", "akteure.liste")
    cut = long[:31], f"{long[:29]}_2"
    assert stata.iloc[0, -4:].to_dict() == {"all": 1, "v_using": 2, cut[0]: 3, cut[1]: 4}
    assert [meta.column_names_to_labels[name] for name in cut] == [f"L [{long}]", f"M [{long}_2]"]


@given(
    st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,70}", fullmatch=True), unique=True, max_size=12),
    st.sampled_from([SPSS, STATA]),
)
def test_names_are_legal_and_different(names: list[str], limits: Limits) -> None:
    made = legal_names(names, limits)
    assert len({name.casefold() for name in made}) == len(names)
    assert [name for name in made if len(name) > limits.name] == []


@given(st.text(max_size=60), st.integers(4, 100))
def test_shortened_text_fits_and_is_no_part_of_a_character(text: str, limit: int) -> None:
    made = shortened(text, limit)
    assert len(made.encode()) <= limit
    assert made == text or text.startswith(made.removesuffix("…"))
    assert text.startswith(cut_bytes(text, limit))


def test_a_new_clock_makes_no_other_file(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for folder, zone in (("one", "UTC"), ("two", "Pacific/Kiritimati")):
        monkeypatch.setenv("TZ", zone)
        write_export(dataset, tmp_path / folder, ["sav", "dta"])
        made.append([(tmp_path / folder / kind / f"long.{kind}").read_bytes() for kind in ("sav", "dta")])
    assert made[0] == made[1]
    assert b"30 Jun 2612:00:00" in made[0][0][:200] and b"30 Jun 2026 12:00" in made[0][1][:400]


def test_missing_library_names_what_to_install() -> None:
    program = (
        "import sys; sys.modules['pyreadstat'] = None\n"
        "from ruecklauf.exports.statistics import pyreadstat\n"
        "from ruecklauf.errors import RuecklaufError\n"
        "try:\n    pyreadstat()\nexcept RuecklaufError as error:\n    print(error)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said == (
        "files for SPSS and Stata need the library pyreadstat. "
        "Install it with: pip install 'ruecklauf[stat]'; or leave these formats out.\n"
    )


def test_pspp_shows_labels_and_counts_what_is_missing(dataset: Dataset, tmp_path: Path) -> None:
    pspp = installed.program("pspp")
    write_export(dataset, tmp_path, ["sav"])
    (tmp_path / "look.sps").write_text(
        f"GET FILE='{tmp_path}/sav/akteure.stelle.sav'.\n"
        "FREQUENCIES vzae bedarf.\n"
        f"SAVE TRANSLATE /OUTFILE='{tmp_path}/labels.csv' /TYPE=CSV /FIELDNAMES /CELLS=LABELS /REPLACE.\n",
        encoding="utf-8",
    )
    command = [pspp, "-O", "format=csv", "-o", tmp_path / "said.csv", tmp_path / "look.sps"]
    subprocess.run(command, check=True, capture_output=True)
    with (tmp_path / "labels.csv").open(encoding="utf-8") as file:
        rows = {row["alliance"]: row for row in csv.DictReader(file)}
    shown = ["benannt", "bedarf", "bereiche_mi", "bereiche_aw", "seit"]
    assert [rows["KQ7M2X"][name] for name in shown] == ["unbekannt", "mittel", "ja", "nein", "03/01/2025"]
    assert rows[ESSEN]["vzae"] == "trifft nicht zu"
    assert [rows[ESSEN][name] for name in shown[:4]] == [
        "keine Angabe", "nicht beurteilbar", "keine Angabe", "keine Angabe"
    ]  # fmt: skip
    said = (tmp_path / "said.csv").read_text(encoding="utf-8")
    assert "Missing,trifft nicht zu,1" in said and "Missing,nicht beurteilbar,1" in said
