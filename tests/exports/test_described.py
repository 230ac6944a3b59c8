"""Descriptions of the tables, read by the programs that they are for."""

import json
import os
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frictionless
import opendataformat
import pytest
from lxml import etree
from opendataformat.read_odf import make_variables_dic

import installed
from dataset.expected import save, section
from ruecklauf.dataset import Dataset, build_dataset
from ruecklauf.exports import EXPORTS, write_export
from ruecklauf.exports.r_script import quoted
from ruecklauf.exports.workbook import sheet_names
from ruecklauf.store import Store
from ruecklauf.values import Missing
from store.declared import ACTORS, ESSEN, OFFICE_ANSWERS, answered, declared, entry

SCHEMA = Path(__file__).parent / "ddi_profile.xsd"
"""What our codebooks use of DDI-Codebook 2.5, in the order that its schema asks for."""
WHOLE_SCHEMA = "RUECKLAUF_DDI_SCHEMA"
"""Names the folder with DDI's own codebook.xsd, which is not ours to hand on."""
DDI = {"d": "ddi:codebook:2_5"}
CODES = ["-99", "-98", "-97", "-96", "-95", "-94"]


@pytest.fixture
def dataset(store: Store) -> Dataset:
    lacking = {"vzae": Missing.NOT_APPLICABLE, "bedarf": Missing.UNKNOWN}
    office = answered(OFFICE_ANSWERS, section="stelle")
    actors = (answered({"institution": 'sagt "=1+1"\nund mehr', "plaetze": 2}), answered({}, row=2))
    store.save_submission(entry(records=(office, *actors)))
    store.save_submission(entry("b", alliance=ESSEN, records=(answered(lacking, section="stelle"),)))
    return build_dataset(store)


@pytest.fixture
def written(dataset: Dataset, tmp_path: Path) -> Callable[[str], Path]:
    def write(name: str) -> Path:
        write_export(dataset, tmp_path / name, [name])
        return tmp_path / name

    return write


def validated(content: bytes) -> Any:
    """The parsed codebook, after the schema, and DDI's own where it is there."""
    document = etree.fromstring(content)
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(document)
    if folder := os.environ.get(WHOLE_SCHEMA):
        etree.XMLSchema(etree.parse(Path(folder, "codebook.xsd"))).assertValid(document)
    return document


def test_codebook_is_valid_and_says_what_every_variable_is(written: Callable[[str], Path]) -> None:
    root = validated((written("ddi") / "codebook.xml").read_bytes())
    assert root.xpath("//d:fileDscr//d:titl/text()", namespaces=DDI) == [
        "Alle Fragen und Antworten", "Geschäftsführende Stelle", "Akteure"
    ]  # fmt: skip
    (demand,) = root.xpath("//d:var[@name='bedarf']", namespaces=DDI)
    assert (demand.get("intrvl"), demand.findtext("d:labl", namespaces=DDI)) == ("discrete", "Bedarf")
    categories = [
        (
            one.get("missing"),
            *(one.findtext(f"d:{tag}", namespaces=DDI) for tag in ("catValu", "labl", "catStat")),
        )
        for one in demand.findall("d:catgry", namespaces=DDI)
    ]
    assert categories == [
        (None, "1", "gering", "0"),
        (None, "2", "mittel", "1"),
        (None, "3", "hoch", "0"),
        ("Y", "-99", "keine Angabe", "0"),
        ("Y", "-98", "trifft nicht zu", "0"),
        ("Y", "-97", "nicht beurteilbar", "1"),
        ("Y", "-96", "nicht lesbar", "0"),
        ("Y", "-95", "nicht gefragt", "0"),
        ("Y", "-94", "nicht zurückgesandt", "0"),
    ]
    assert demand.xpath("d:invalrng/d:item/@VALUE", namespaces=DDI) == CODES


def test_open_data_format_is_read_by_its_library(written: Callable[[str], Path]) -> None:
    path = written("odf") / "odf" / "akteure.stelle.odf.zip"
    frame = opendataformat.read_odf(str(path))
    assert frame.attrs["label"] == "Geschäftsführende Stelle"
    assert dict(zip(frame["alliance"], frame["vzae"], strict=True)) == {"KQ7M2X": 1.5, ESSEN: -98}
    assert dict(zip(frame["alliance"], frame["bedarf"], strict=True)) == {"KQ7M2X": 2, ESSEN: -97}
    with zipfile.ZipFile(path) as archive:
        metadata = archive.read("metadata.xml")
        assert json.loads(archive.read("odf-version.json"))["version"] == "1.1.0"
    validated(metadata)
    root = etree.fromstring(metadata)
    for element in root.iter():
        element.tag = element.tag.split("}")[-1]
    told = make_variables_dic(root, list(frame.columns))
    assert set(told) == set(frame.columns)
    assert (told["benannt"]["label"], told["benannt"]["type"]) == ("Benannt?", "numeric")
    assert told["benannt"]["labels"]["1"] == "ja" and told["benannt"]["labels"]["-97"] == "unbekannt"


def test_data_package_is_valid_with_categories_and_what_missing_means(written: Callable[[str], Path]) -> None:
    folder = written("datapackage")
    package = frictionless.Package(str(folder / "datapackage.json"))
    report = package.validate()
    assert report.flatten(["type", "note"]) == []
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    tables = {one["name"]: one["schema"] for one in described["resources"]}
    fields = {one["name"]: one for one in tables["akteure.stelle"]["fields"]}
    assert fields["bedarf"]["categories"] == [
        {"value": "gering", "label": "gering"},
        {"value": "mittel", "label": "mittel"},
        {"value": "hoch", "label": "hoch"},
    ]
    assert fields["bedarf"]["categoriesOrdered"] is True
    assert fields["bedarf"]["constraints"] == {"enum": ["gering", "mittel", "hoch"]}
    assert fields["bereiche_mi"]["missingReason"] == "bereiche_missing"
    assert {"value": "not_asked", "label": "nicht gefragt"} in fields["bereiche_missing"]["categories"]
    assert tables["akteure.stelle"]["primaryKey"] == ["alliance", "wave", "row_id"]
    rows = package.get_resource("akteure.stelle").read_rows()
    assert {row["alliance"]: (row["vzae"], row["vzae_missing"]) for row in rows} == {
        "KQ7M2X": (1.5, None),
        ESSEN: (None, "not_applicable"),
    }


@pytest.mark.parametrize(("target", "holds"), [("AK001", True), ("AK777", False), (None, False)])
def test_key_between_tables_is_declared_where_it_holds(
    store: Store, tmp_path: Path, target: str | None, holds: bool
) -> None:
    refers = {"type": "reference", "id": "akteur", "label": "Akteur", "to": "liste"}
    body = {**ACTORS, "id": "gremien", "prefix": "GR", "fields": [refers]}
    worksheet = declared([section([{"type": "text", "id": "name", "label": "N"}]), body])
    given = {"akteur": target} if target else {}
    rows = (answered({"name": "A"}, worksheet=worksheet),)
    save(store, worksheet, *rows, answered(given, section="gremien", worksheet=worksheet))
    write_export(build_dataset(store), tmp_path, ["datapackage"])
    described = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    schema = next(one["schema"] for one in described["resources"] if one["name"] == "akteure.gremien")
    assert next(one for one in schema["fields"] if one["name"] == "akteur")["reference"] == "akteure.liste"
    key = {
        "fields": ["alliance", "wave", "akteur"],
        "reference": {"resource": "akteure.liste", "fields": ["alliance", "wave", "row_id"]},
    }
    assert schema.get("foreignKeys", []) == ([key] if holds else [])
    assert frictionless.Package(str(tmp_path / "datapackage.json")).validate().valid


def test_r_reads_types_labels_and_levels(written: Callable[[str], Path]) -> None:
    rscript = installed.program("Rscript")
    folder = written("r")
    program = (
        'source("dataset.R", encoding = "UTF-8"); stelle <- tabellen[["akteure.stelle"]];'
        'frage <- attr(stelle$bedarf, "label"); stelle <- stelle[order(stelle$alliance), ];'
        'liste <- tabellen[["akteure.liste"]];'
        "cat(frage, class(stelle$seit), is.ordered(stelle$bedarf),"
        "  as.character(stelle$bedarf), as.character(stelle$bedarf_missing), stelle$vzae, stelle$bereiche_mi,"
        "  as.character(stelle$benannt), liste$institution[1], sep = '|')"
    )
    command = [rscript, "--vanilla", "-e", program]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    said = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True)
    assert said.stdout == (
        'Bedarf|Date|TRUE|NA|mittel|nicht bekannt|NA|NA|1.5|NA|TRUE|NA|unbekannt|sagt "=1+1"\nund mehr'
    )


@pytest.mark.parametrize(
    ("text", "in_r"),
    [('a "b" \\n', '"a \\"b\\" \\\\n"'), ("a\nb\x7f", '"a\\u000ab\\u007f"'), ("ä😀", '"ä😀"')],
)
def test_texts_are_quoted_for_r(text: str, in_r: str) -> None:
    assert quoted(text) == in_r


def test_sheet_names_are_readable() -> None:
    tables = [
        "long", "entwicklungsbedarf.entwicklungsbedarf", "entwicklungsbedarf.entwicklungsbedarf_bemerkungen",
        "stammblatt.strukturfragen", "mitgliedschaften.veranstaltungen_des_netzwerks",
        "mitgliedschaften.veranstaltungen_des_netzwerks2",
    ]  # fmt: skip
    assert sheet_names(tables) == [
        "long", "entwicklungsbedarf", "entwicklungsbedarf_bemerkungen", "stammblatt.strukturfragen",
        "mitgliedschafte…n_des_netzwerks", "mitgliedschafte…_des_netzwerks2",
    ]  # fmt: skip


@pytest.mark.parametrize("name", EXPORTS)
def test_every_format_gives_the_same_bytes_whatever_the_clock_says(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for folder, zone in (("one", "UTC"), ("two", "Pacific/Kiritimati")):
        monkeypatch.setenv("TZ", zone)
        write_export(dataset, tmp_path / folder, [name])
    files = [
        {
            path.relative_to(tmp_path / folder): path.read_bytes()
            for path in (tmp_path / folder).rglob("*")
            if path.is_file()
        }
        for folder in ("one", "two")
    ]
    assert files[0] == files[1]
