"""Alliances that answer four waves of two worksheets, each revised twice; what they do is known.

Everything is told twice: as it is stored, in the words of the version answered, and as it must come out, in
the words of the newest one. The second is worked out from what people meant, without looking at `changes:`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from dataset.expected import save
from revisions.declaring import NETZ, ORTE, library, revised
from ruecklauf.check.carried import carried_slots
from ruecklauf.check.records import Entry, Record
from ruecklauf.definition.models import Worksheet
from ruecklauf.fieldtypes.companion import ORIGIN, ROW_STATUS
from ruecklauf.findings import Place, Subject
from ruecklauf.library import Library
from ruecklauf.store import IssuedForm, Store
from ruecklauf.values import Value
from store.declared import NOON, sha

NETZ_2 = revised(
    NETZ,
    ("id: titel, label: Titel", "id: thema, label: Thema"),
    ("{code: lose, label: lose}", "{code: locker, label: locker}"),
    ("      - {code: wohnen, label: Wohnen}\n", ""),
    changes="""\
  - since: "1.0"
    fields: [{was: runden.titel, now: runden.thema}]
    codes:
      - {list: form, was: lose, now: locker}
      - {list: thema, was: wohnen, dropped: eigene Erhebung}
""",
)
NETZ_3 = (
    NETZ_2.replace('version: "2.0"', 'version: "3.0"')
    .replace("id: runden", "id: kreise", 1)
    .replace("prefix: NR", "prefix: NK")
    .replace("{code: amt, label: Amt, nr: 1}", "{code: behoerde, label: Behörde, nr: 4}")
    .replace("{code: offen, label: offen}", "{code: halb, label: halb}\n      - {code: ganz, label: ganz}")
    + """\
  - since: "2.0"
    sections: [{was: runden, now: kreise}]
    codes:
      - {list: art, was: amt, now: behoerde}
      - {list: form, was: offen, split: [{into: halb}, {into: ganz}]}
"""
)
ORTE_2 = revised(
    ORTE,
    ("id: name", "id: ortsname"),
    changes='  - {since: "1.0", fields: [{was: ort.name, now: ort.ortsname}]}\n',
)
ORTE_3 = (
    ORTE_2.replace('version: "2.0"', 'version: "3.0"').replace(
        "      - {type: text, id: ortsname, label: Ort}\n",
        "      - {type: text, id: ortsname, label: Ort}\n      - {type: text, id: plz, label: PLZ}\n",
    )
    + '  - {since: "2.0", fields: [{new: ort.plz}]}\n'
)
WAVES = {"2026-1": (1, 1), "2026-2": (2, 1), "2027-1": (2, 2), "2027-2": (3, 3)}
"""The versions of both worksheets that each wave asked."""
KINDS = ("amt", "schule", "verein")
FORMS = ("fest", "lose", "offen")
TOPICS = ("sprache", "arbeit", "wohnen")
Meant = dict[str, Value]
"""Answers of a row by what they are about, in the first version's words."""


def versions(folder: Path) -> dict[tuple[str, int], Library]:
    texts = {("netz", 1): NETZ, ("netz", 2): NETZ_2, ("netz", 3): NETZ_3}
    texts |= {("orte", 1): ORTE, ("orte", 2): ORTE_2, ("orte", 3): ORTE_3}
    return {key: library(folder / f"{key[0]}{key[1]}", text) for key, text in texts.items()}


@dataclass
class Life:
    """What one alliance meant, wave by wave: tables, rows, answers."""

    alliance: str
    waves: dict[str, dict[str, dict[str, Meant]]] = field(default_factory=dict)


def live(alliance: str, rng: Random) -> Life:
    """Rows are left untouched, changed, dropped, added, added again and sorted; some waves are missed."""
    made, tables = Life(alliance), _begin(rng)
    known = set(tables["runden"])
    gone: dict[str, Meant] = {}
    for wave in WAVES:
        if rng.random() < 0.12:
            continue
        made.waves[wave] = {
            table: {row: dict(answers) for row, answers in _sorted(rows, rng)}
            for table, rows in tables.items()
        }
        _go_on(tables, gone, known, rng)
    return made


def _begin(rng: Random) -> dict[str, dict[str, Meant]]:
    people = {kind: _person(kind, rng) for kind in KINDS}
    rounds = {str(number): {"titel": f"Runde {number}"} for number in range(101, 101 + rng.randint(0, 3))}
    return {"leute": people, "runden": rounds, "ort": {"": {"name": "Ort"}}}


def _person(kind: str, rng: Random) -> Meant:
    topics = tuple(topic for topic in TOPICS if rng.random() < 0.5)
    return {"name": f"{kind} {rng.randint(1, 9)}", "form": rng.choice(FORMS), "themen": topics}


def _sorted(rows: dict[str, Meant], rng: Random) -> list[tuple[str, Meant]]:
    items = list(rows.items())
    if rng.random() < 0.3:
        rng.shuffle(items)
    return items


def _go_on(tables: dict[str, dict[str, Meant]], gone: dict[str, Meant], known: set[str], rng: Random) -> None:
    for kind in KINDS:
        if rng.random() < 0.4:
            tables["leute"][kind] = _person(kind, rng)
    rounds = tables["runden"]
    for row in list(rounds):
        if rng.random() < 0.25:
            gone[row] = rounds.pop(row)
        elif rng.random() < 0.3:
            rounds[row] = {"titel": f"Runde {row}, {rng.randint(1, 9)}"}
    for row in list(gone):
        if rng.random() < 0.7:
            rounds[row] = gone.pop(row)
    if rng.random() < 0.5:
        number = str(101 + len(known))
        known.add(number)
        rounds[number] = {"titel": f"Neu {number}"}
    if rng.random() < 0.3:
        tables["ort"][""] = {"name": f"Ort {rng.randint(1, 9)}"}


def store_life(store: Store, life: Life, declared: dict[tuple[str, int], Library]) -> None:
    """Each wave's form, which carries the return before on, and its return, as the version of its time has
    them."""
    last = ""
    for wave, tables in life.waves.items():
        netz, orte = WAVES[wave]
        for name, number in (("netz", netz), ("orte", orte)):
            worksheet = declared[name, number].worksheet(name)
            sent = tuple(_records(worksheet, number, life.waves[last])) if last else ()
            store.save_declarations([worksheet])
            store.record_forms([_form_of(life.alliance, wave, worksheet, sent, last)])
            came = tuple(_records(worksheet, number, tables))
            records = tuple(_with_statuses(life.alliance, wave, sent, came))
            content = f"{life.alliance} {wave} {name}"
            save(
                store, worksheet, *records, content=content, alliance=life.alliance, wave=wave,
                findings=(), sha256=sha(content),
            )  # fmt: skip
        last = wave


def _form_of(
    alliance: str, wave: str, worksheet: Worksheet, sent: tuple[Record, ...], last: str
) -> IssuedForm:
    prefill = {
        Subject(one.worksheet, one.section, one.row_id, name): entry.value
        for one in sent
        for name, entry in one.entries.items()
    }
    return IssuedForm(
        alliance=alliance, wave=wave, form_code=f"{alliance}-{wave}",
        file_sha256=sha(f"form {alliance} {wave} {worksheet.id}"), file_name="form.xlsx",
        fingerprint="f", declarations=(worksheet.content_hash,), created_at=NOON,
        slots=carried_slots(prefill, [worksheet], last),
    )  # fmt: skip


def status_of(alliance: str, wave: str, row_id: str, *, changed: bool) -> str:
    """What the municipality says of a row that was carried on; of every third one nothing."""
    says_nothing = int(sha(f"{alliance} {wave} {row_id}"), 16) % 3 == 0
    return "" if says_nothing else "geaendert" if changed else "unveraendert"


def stays_as_gone(alliance: str, wave: str, row_id: str) -> bool:
    """Whether a row that is no more is left in the form and called so, and not deleted."""
    return int(sha(f"gone {alliance} {wave} {row_id}"), 16) % 2 == 0


def _with_statuses(
    alliance: str, wave: str, sent: tuple[Record, ...], came: tuple[Record, ...]
) -> Iterator[Record]:
    before = {(one.section, one.row_id): one for one in sent}
    for one in came:
        old = before.pop((one.section, one.row_id), None)
        if old is None or one.section == "ort":
            yield one
        else:
            changed = _said(old) != _said(one)
            yield _saying(one, status_of(alliance, wave, one.row_id, changed=changed))
    for (section, row_id), old in before.items():
        if section != "ort" and stays_as_gone(alliance, wave, row_id):
            yield _saying(replace(old, position=90 + old.position), "entfallen")


def _said(one: Record) -> dict[str, Value]:
    return {name: entry.value for name, entry in one.entries.items()}


def _saying(one: Record, status: str) -> Record:
    said = {ORIGIN: "2026-1", **({ROW_STATUS: status} if status else {})}
    place = Place("Netz", "Z9")
    return replace(
        one, entries={**one.entries, **{name: Entry(text, text, place) for name, text in said.items()}}
    )


def known_became(lives: list[Life]) -> dict[tuple[str, ...], str]:
    """What each answer to the table of rounds became, by alliance, row and wave."""
    known: dict[tuple[str, ...], str] = {}
    for life in lives:
        before: dict[str, Meant] = {}
        for wave, tables in life.waves.items():
            prefix = "NK" if WAVES[wave][0] == 3 else "NR"
            for row, meant in tables["runden"].items():
                same = row in before and before[row]["titel"] == meant["titel"]
                said = status_of(life.alliance, wave, prefix + row, changed=not same)
                became = "confirmed" if said else "untouched"
                became = became if same else "changed" if row in before else "new"
                known[life.alliance, f"NK{row}", wave] = became
            before = tables["runden"]
    return known


def _records(worksheet: Worksheet, number: int, tables: dict[str, dict[str, Meant]]) -> Iterator[Record]:
    if worksheet.id == "orte":
        yield _record(
            worksheet, "ort", "OO", 1, {"name" if number == 1 else "ortsname": tables["ort"][""]["name"]}
        )
        return
    rows = {1: {"amt": "NL001"}, 2: {"amt": "NL001"}, 3: {"amt": "NL004"}}[number]
    rows |= {"schule": "NL002", "verein": "NL003"}
    for place, (kind, meant) in enumerate(tables["leute"].items()):
        art = "behoerde" if number == 3 and kind == "amt" else kind
        answers = {"art": art, "name": meant["name"], **form_said(number, str(meant["form"]))}
        topics = meant["themen"]
        assert isinstance(topics, tuple)
        answers["themen"] = tuple(topic for topic in topics if number == 1 or topic != "wohnen")
        yield _record(worksheet, "leute", rows[kind], place, answers, printed=True)
    section, prefix = ("kreise", "NK") if number == 3 else ("runden", "NR")
    for place, (row, meant) in enumerate(tables["runden"].items()):
        name = "titel" if number == 1 else "thema"
        yield _record(worksheet, section, prefix + row, place, {name: meant["titel"]})


def form_said(number: int, form: str) -> dict[str, Value]:
    """What people chose of the list of the time."""
    if form == "lose" and number > 1:
        return {"form": "locker"}
    return {"form": "halb" if form == "offen" and number == 3 else form}


def _record(
    worksheet: Worksheet, section: str, row_id: str, place: int, answers: Meant, *, printed: bool = False
) -> Record:
    where = Place("Netz", f"B{place + 9}")
    entries = {name: Entry(value, str(value), where) for name, value in answers.items()}
    return Record(worksheet.id, worksheet.version, section, row_id, place, printed, entries, {})


Known = dict[tuple[str, str, str, str], tuple[str, frozenset[tuple[str, str | None, str | None]]]]
"""Status and changed fields, by table, alliance, row and wave."""


def known_histories(lives: list[Life]) -> Known:
    """What the panel must say."""
    known: Known = {}
    for life in lives:
        for table, named in (("leute", "netz.leute"), ("runden", "netz.kreise"), ("ort", "orte.ort")):
            _known(known, life, table, named)
    return known


def _known(known: Known, life: Life, table: str, named: str) -> None:
    seen: dict[str, list[str]] = defaultdict(list)
    last = ""
    for wave, tables in life.waves.items():
        rows = tables[table]
        before = life.waves[last][table] if last else {}
        for row in {*rows, *before}:
            key = named, life.alliance, newest_row(table, row), wave
            if row not in rows:
                known[key] = "dropped", frozenset()
                continue
            changed = (
                frozenset(_changed(table, before[row], rows[row], last, wave))
                if row in before
                else frozenset()
            )
            status = "changed" if changed else "unchanged"
            if row not in before:
                status = "first" if not last else "back" if seen[row] else "new"
            known[key] = status, changed
            seen[row].append(wave)
        last = wave


def newest_row(table: str, row: str) -> str:
    if table == "leute":
        return {"amt": "NL004", "schule": "NL002", "verein": "NL003"}[row]
    return f"NK{row}" if table == "runden" else "OO"


def _changed(
    table: str, before: Meant, now: Meant, last: str, wave: str
) -> Iterator[tuple[str, str | None, str | None]]:
    for name in now:
        field_now = {"runden": "thema", "ort": "ortsname"}.get(table, name)
        old, new = _meaning(name, before[name], last), _meaning(name, now[name], wave)
        if old != new and "asked" not in (old, new):
            yield field_now, old, new


def _meaning(name: str, value: Value, wave: str) -> str | None:
    """In the newest words; `asked` where a code was split or dropped after the wave."""
    number = WAVES[wave][0]
    if name == "form":
        if value == "offen":
            return "halb" if number == 3 else "asked"
        return "locker" if value == "lose" else str(value)
    if name == "themen":
        assert isinstance(value, tuple)
        if number == 1 and "wohnen" in value:
            return "asked"
        return "|".join(topic for topic in value if topic != "wohnen")
    return str(value)
