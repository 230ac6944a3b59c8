# ruff: noqa: E501 - one row per case, with the whole message

import re
import string
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruecklauf.errors import ProjectError
from ruecklauf.formcode import ID_ALPHABET, is_alliance_id
from ruecklauf.project.alliances import Alliance, AllianceList, read_alliances, write_alliances
from ruecklauf.project.nrw import alliances_for_nrw

HEAD = "id;name;ags;gebietstyp;email\n"
KOELN = Alliance("KQ7M2X", "Stadt Köln", ("05315000",), "kreisfrei", "a@example.org")
KOELN_ROW = "KQ7M2X;Stadt Köln;05315000;kreisfrei;a@example.org\n"


def saved(folder: Path, content: str | bytes) -> Path:
    path = folder / "alliances.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def said(path: Path) -> list[str]:
    """What is noted or refused, without the file's name and with drawn ids masked."""
    try:
        lines = [str(note) for note in read_alliances(path).notes]
    except ProjectError as error:
        lines = str(error).splitlines()
    return [re.sub(r"[0-9A-Z]{6} is free", "… is free", line.removeprefix(f"{path}:")) for line in lines]


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + KOELN_ROW).encode(),
        (HEAD + KOELN_ROW).encode("utf-8-sig"),
        (HEAD + KOELN_ROW).replace("\n", "\r\n").encode(),
        (HEAD + KOELN_ROW).replace(";", ",").encode(),
        (HEAD + KOELN_ROW).replace(";", "\t").encode("utf-16"),
        ("sep=;\n" + HEAD + KOELN_ROW).encode(),
        (HEAD + ";;;;\n\n" + KOELN_ROW + ";;;;\n").encode(),
        (HEAD.replace("\n", ";;\n") + KOELN_ROW.replace("\n", ";;\n")).encode(),
        (HEAD.upper() + KOELN_ROW.replace("KQ7M2X", " kq7m2x ")).encode(),
        (HEAD + KOELN_ROW.replace("Stadt Köln", '"Stadt Köln"')).encode(),
        b"ags;id;email;name;gebietstyp\n05 315 000;KQ7M2X;a@example.org;Stadt K\xc3\xb6ln;Kreisfreie Stadt\n",
    ],
)
def test_a_list_is_read_however_it_was_saved(tmp_path: Path, content: bytes) -> None:
    assert read_alliances(saved(tmp_path, content)) == AllianceList((KOELN,), ())


def test_a_list_in_windows_1252_is_read_and_noted(tmp_path: Path) -> None:
    path = saved(tmp_path, (HEAD + KOELN_ROW).encode("cp1252"))
    assert read_alliances(path).alliances == (KOELN,)
    assert said(path) == ["1:1: warning: is not UTF-8; it was read as Windows-1252."]


def test_own_columns_are_kept(tmp_path: Path) -> None:
    path = saved(
        tmp_path, "id,name,ags,gebietstyp,email,x_region\nKQ7M2X,Köln,05315,kreisfrei,a@b.de,Rheinland\n"
    )
    assert read_alliances(path).alliances[0].extra == {"x_region": "Rheinland"}


@pytest.mark.parametrize(
    ("typed", "ags"),
    [
        ("05154036 05154000", ("05154036", "05154000")),
        ("05154036,05154000", ("05154036", "05154000")),
        ("05 154 036/05154", None),
    ],
)
def test_several_codes_make_an_alliance_of_several(
    tmp_path: Path, typed: str, ags: tuple[str, ...] | None
) -> None:
    path = saved(tmp_path, f"{HEAD}KQ7M2X;Bündnis am Rhein;{typed};verbund;a@b.de\n")
    if ags:
        assert read_alliances(path) == AllianceList(
            (Alliance("KQ7M2X", "Bündnis am Rhein", ags, "verbund", "a@b.de"),), ()
        )
    else:
        with pytest.raises(ProjectError):
            read_alliances(path)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (";Köln;05315000;kreisfrei;a@b.de", ["2:1: the id is missing. … is free."]),
        ("KQ7M2O;Köln;05315000;kreisfrei;a@b.de", ["2:1: 'KQ7M2O' is not an id: 6 of the digits and letters without I, L, O, U. … is free."]),
        ("KQ7M2X;;05315000;kreisfrei;a@b.de", ["2:2: the name is missing."]),
        ("KQ7M2X;Köln;;kreisfrei;a@b.de", ["2:3: the AGS is missing. An AGS has 8 digits (05315000); a Kreis may be given by its first 5 (05154)."]),
        ("KQ7M2X;Köln;5,3E+06;kreisfrei;a@b.de", ["2:3: '5,3E+06' is not an AGS. An AGS has 8 digits (05315000); a Kreis may be given by its first 5 (05154)."]),
        ("KQ7M2X;Köln;5315000;kreisfrei;a@b.de", ["2:3: warning: '5315000' had lost its leading zero; it was read as 05315000."]),
        ("KQ7M2X;Köln;05314000;kreisfrei;a@b.de", ["2:3: 05314000 stands for Stadt Bonn, not for 'Köln'. The AGS of Stadt Köln is 05315000."]),
        ("KQ7M2X;Gelsenkirchn;05513000;kreisfrei;a@b.de", ["2:3: 05513000 stands for Stadt Gelsenkirchen, not for 'Gelsenkirchn'. The AGS of Stadt Gelsenkirchen is 05513000."]),
        ("KQ7M2X;Xanten;05154000;kreis;a@b.de", ["2:3: 05154000 stands for Kreis Kleve, not for 'Xanten'."]),
        ("KQ7M2X;Köln;05399000;kreisfrei;a@b.de", ["2:3: 05399000 does not stand for 'Köln'. The AGS of Stadt Köln is 05315000."]),
        ("KQ7M2X;Beispielstadt;05999000;kreisfrei;a@b.de", ["2:3: warning: 05999000 is none of the 53 Kreise and kreisfreie Städte of NRW (30.11.2023)."]),
        ("KQ7M2X;München;09162000;kreisfrei;a@b.de", ["2:3: warning: 09162000 is not in North Rhine-Westphalia (05…)."]),
        ("KQ7M2X;Köln;05315000;kreis;a@b.de", ["2:4: 05315000 stands for Stadt Köln: gebietstyp is kreisfrei, not kreis."]),
        ("KQ7M2X;Stadt Aachen;05334002;kreisangehörig;a@b.de", []),
        ("KQ7M2X;Kleve;05154036;kreisangehoerig;a@b.de", []),
        ("KQ7M2X;Stadt Aachen;05334002;kreisfrei;a@b.de", ["2:3: warning: 05334002 is none of the 53 Kreise and kreisfreie Städte of NRW (30.11.2023).", "2:4: the gebietstyp of 05334002 is kreisangehoerig, not kreisfrei."]),
        ("KQ7M2X;Beispielstadt;05999000;kreisangehoerig;a@b.de", ["2:4: the gebietstyp of 05999000 is kreis or kreisfrei, not kreisangehoerig."]),
        ("KQ7M2X;Rhein;05154000 05170000;kreis;a@b.de", ["2:4: warning: gebietstyp is kreis, but 2 AGS are listed."]),
        ("KQ7M2X;Rhein;05154000 05154;verbund;a@b.de", ["2:3: warning: 05154000 is listed twice.", "2:4: warning: gebietstyp is verbund, but 1 AGS are listed."]),
        ("KQ7M2X;Köln;05315000;;a@b.de", ["2:4: the gebietstyp is missing. 05315000 stands for Stadt Köln: kreisfrei."]),
        ("KQ7M2X;Stadt Aachen;05334002;kreisangeh;a@b.de", ["2:4: 'kreisangeh' is not a gebietstyp; use one of kreis, kreisfrei, kreisangehoerig, verbund. Did you mean 'kreisangehoerig'?"]),
        ("KQ7M2X;Köln;05315000;kreisfrei;a@b", ["2:5: 'a@b' is not an e-mail address."]),
        ("KQ7M2X;Köln;05315000;kreisfrei", ["1:1: warning: 1 of 1 alliances have no e-mail address: KQ7M2X"]),
        ("KQ7M2X;Köln;05315000;kreisfrei;a@b.de;Rest", ["2:1: the row has more cells than the header has columns."]),
        ("", ["1:1: warning: lists no alliance yet."]),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_row_is_told_with_its_line(tmp_path: Path, row: str, expected: list[str]) -> None:
    assert said(saved(tmp_path, f"{HEAD}{row}\n")) == expected


def test_rows_are_compared_and_all_mistakes_told_at_once(tmp_path: Path) -> None:
    rows = (
        'KQ7M2X;"Stadt\nKöln";05315000;kreisfrei;a@b.de\n'
        "kq7m2x;Bonn;05314000;kreisfrei;a@b\n"
        "AAAAAA;Bonn;05314000;kreisfrei;a@b.de\n"
    )
    assert said(saved(tmp_path, HEAD + rows)) == [
        "4:1: id 'KQ7M2X' stands in line 2 already.",
        "4:5: 'a@b' is not an e-mail address.",
        "5:2: warning: name 'Bonn' stands in line 4 already.",
        "5:3: warning: ags '05314000' stands in line 4 already.",
    ]


def test_an_offered_id_is_valid_and_each_row_gets_another(tmp_path: Path) -> None:
    rows = ";Köln;05315;kreisfrei;a@b.de\n;Bonn;05314;kreisfrei;a@b.de\n"
    with pytest.raises(ProjectError) as raised:
        read_alliances(saved(tmp_path, HEAD + rows))
    offered = re.findall(r"(\w+) is free", str(raised.value))
    assert len(set(offered)) == 2 and all(map(is_alliance_id, offered))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("id;name;ags;gebietstyp;mail", ["1:1: column 'email' is missing.", "1:5: 'mail' is not a column. Did you mean 'email'? Own columns are allowed if their names begin with x_."]),
        ("id;name;ags;gebietstyp;email;region", ["1:6: 'region' is not a column. Own columns are allowed if their names begin with x_."]),
        ("id;name;ags;gebietstyp;email;id", ["1:1: column 'id' occurs 2 times. Own columns are allowed if their names begin with x_."]),
    ],
)  # fmt: skip
def test_a_wrong_header_is_told_with_a_suggestion(tmp_path: Path, header: str, expected: list[str]) -> None:
    assert said(saved(tmp_path, header + "\n")) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "is empty; its first row must hold the names of the columns."),
        (b"\n;;\n", "is empty; its first row must hold the names of the columns."),
        ((HEAD + 'KQ7M2X;"Köln\n').encode(), 'is not valid CSV: unexpected end of data. Look for a stray " in it.'),
        (b"id;name\n\x81\xff", 'is neither UTF-8 nor Windows-1252. In Excel, save it as "CSV UTF-8 (durch Trennzeichen getrennt)".'),
        (None, "cannot be read (No such file or directory)."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, content: bytes | None, expected: str) -> None:
    path = tmp_path / "alliances.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ProjectError) as raised:
        read_alliances(path)
    assert str(raised.value) == f"{path}: {expected}"


words = st.text(string.ascii_letters + "äöüß;,\"' -\n", min_size=1).map(str.strip).filter(bool)
foreign = st.builds(
    Alliance,
    id=st.text(ID_ALPHABET, min_size=6, max_size=6),
    name=words,
    ags=st.lists(st.from_regex(r"09[0-9]{6}", fullmatch=True), min_size=1, unique=True).map(tuple),
    area_type=st.sampled_from(["kreis", "kreisfrei", "kreisangehoerig", "verbund"]),
    email=st.sampled_from(["", "a@example.org"]),
    extra=st.fixed_dictionaries({"x_note": words}),
)


@given(alliances=st.lists(foreign, unique_by=lambda alliance: alliance.id).map(tuple))
def test_reading_gives_back_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, alliances: tuple[Alliance, ...]
) -> None:
    path = tmp_path_factory.mktemp("list") / "alliances.csv"
    write_alliances(path, alliances)
    assert read_alliances(path).alliances == alliances


def test_a_written_list_opens_well_in_german_excel(tmp_path: Path) -> None:
    path = tmp_path / "alliances.csv"
    write_alliances(path, [KOELN])
    assert path.read_bytes() == (HEAD + KOELN_ROW).replace("\n", "\r\n").encode("utf-8-sig")
    assert list(tmp_path.iterdir()) == [path]


def test_a_list_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    path = tmp_path / "absent" / "alliances.csv"
    with pytest.raises(ProjectError) as raised:
        write_alliances(path, [KOELN])
    assert str(raised.value) == f"{path}: cannot be written (No such file or directory)."
    assert isinstance(raised.value.__cause__, OSError)


def test_the_53_of_nrw_are_the_same_for_the_same_seed_and_need_only_addresses(tmp_path: Path) -> None:
    alliances = alliances_for_nrw(Random(1))
    assert alliances == alliances_for_nrw(Random(1)) != alliances_for_nrw(Random(2))
    assert len({alliance.id for alliance in alliances}) == 53
    path = tmp_path / "alliances.csv"
    write_alliances(path, alliances)
    read = read_alliances(path)
    assert read.alliances == alliances
    assert [note.message.split(":")[0] for note in read.notes] == [
        "53 of 53 alliances have no e-mail address"
    ]


def test_a_cell_holds_several_addresses_and_copies_and_language_are_kept(tmp_path: Path) -> None:
    head = HEAD.replace("\n", ";cc;sprache\n")
    row = 'KQ7M2X;Stadt Köln;05315000;kreisfrei;"a@example.org, b@example.org";c@example.org;EN\n'
    (read,) = read_alliances(saved(tmp_path, head + row)).alliances
    assert (read.email, read.addresses) == ("a@example.org", ("a@example.org", "b@example.org"))
    assert (read.cc, read.language) == (("c@example.org",), "en")
    write_alliances(tmp_path / "anew.csv", [read])
    assert read_alliances(tmp_path / "anew.csv").alliances == (read,)


def test_a_copy_that_is_no_address_and_an_unknown_language_are_told(tmp_path: Path) -> None:
    row = KOELN_ROW.replace("\n", ";c@;fr\n")
    assert said(saved(tmp_path, HEAD.replace("\n", ";cc;sprache\n") + row)) == [
        "2:6: 'c@' is not an e-mail address.",
        "2:7: 'fr' is no language of forms and messages: de, en.",
    ]
