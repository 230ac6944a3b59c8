"""The report on the fictional round: every number is that of the export, and the page is a plain one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from demo.conftest import Played
from report.reading import Tables, tables_of
from report.recomputed import Recomputed
from ruecklauf.library import load_library
from ruecklauf.project import open_project
from ruecklauf.project.settings import Wave
from ruecklauf.report.contents import contents_of
from ruecklauf.report.page import render_page
from ruecklauf.report.sections.change import CHANGES, FOLLOWED
from ruecklauf.report.writing import material_of
from ruecklauf.rounds.workspace import Workspace

pytestmark = pytest.mark.xdist_group("demo")
QUARTILES = {
    "cooperation_fields": [f"kooperation_feld_{number}" for number in range(1, 5)],
    "committees": [
        *("netz_dichte", "netz_isoliert", "gremien_zentralitaet", "gremien_reichweite"),
        *(
            "gremien_ueberschneidung",
            "kerngruppe_in_gremium",
            "projektion_dichte",
            "projektion_zentralisierung",
        ),
    ],
}
RECOMPUTED = [
    *("response", "response_curve", "completeness", "anchoring", "core_sizes", "areas", "cooperation"),
    *("network_picture", "priorities", "gaps", "development"),
]


LANGUAGES = ("de", "en")


def page_of(workspace: Workspace, wave: Wave, language: str) -> str:
    material = material_of(workspace, wave, language)
    title = workspace.project.settings.title
    return render_page(contents_of(material, project=title, wave_title=wave.title))


@pytest.fixture(scope="module")
def reports(played: Played) -> dict[tuple[int, str], str]:
    """The report on each wave in each language."""
    project = open_project(played.folder)
    with Workspace(project) as workspace:
        return {
            (number, language): page_of(workspace, wave, language)
            for number, wave in enumerate(project.settings.waves)
            for language in LANGUAGES
        }


@pytest.fixture(scope="module")
def pages(reports: dict[tuple[int, str], str]) -> dict[str, str]:
    """The report on the first wave, in which everything was asked."""
    return {language: reports[0, language] for language in LANGUAGES}


@pytest.fixture(scope="module")
def tables(pages: dict[str, str]) -> Tables:
    return tables_of(pages["de"])


def recomputed(played: Played, number: int) -> Recomputed:
    lists = {name: [code.code for code in each.codes] for name, each in load_library().codelists.items()}
    wave = open_project(played.folder).settings.waves[number].id
    return Recomputed(played.folder / "data" / "csv", wave, lists)


@pytest.fixture(scope="module")
def anew(played: Played) -> Recomputed:
    return recomputed(played, 0)


@pytest.mark.parametrize("figure", RECOMPUTED)
def test_numbers_are_those_of_the_exported_dataset(figure: str, tables: Tables, anew: Recomputed) -> None:
    assert tables[figure] and tables[figure] == getattr(anew, figure)()


@pytest.mark.parametrize("figure", QUARTILES)
def test_quartiles_are_those_of_the_exported_indicators(
    figure: str, tables: Tables, anew: Recomputed
) -> None:
    assert tables[figure] == anew.quartiles(*QUARTILES[figure])


def test_the_change_is_that_of_the_exported_dataset(
    played: Played, reports: dict[tuple[int, str], str]
) -> None:
    tables, anew = tables_of(reports[1, "de"]), recomputed(played, 1)
    assert tables["panel"] == anew.panel(list(FOLLOWED))
    assert tables["core_change"] == anew.quartiles(*CHANGES)
    assert tables["transitions"] == anew.transitions()


def test_every_figure_is_recomputed(played: Played, tables: Tables, anew: Recomputed) -> None:
    indicators = anew.read("evaluation.indicators")
    whole = list(indicators[indicators["alliance"].notna()]["indicator"].unique())
    assert [row[1:] for row in tables["overview"]] == anew.quartiles(*whole)
    districts = {one.id: one.ags[0][:5] for one in open_project(played.folder).alliances}
    assert tables["territory"] == anew.territory(districts)
    assert {*RECOMPUTED, *QUARTILES, "overview", "territory"} == set(tables)


def test_the_page_loads_nothing_and_runs_nothing(pages: dict[str, str]) -> None:
    for page in pages.values():
        root = html.fromstring(page)
        policy = root.find('.//meta[@http-equiv="Content-Security-Policy"]').get("content")
        assert re.fullmatch(r"default-src 'none'; style-src 'sha256-[^']+'", policy)
        assert not root.xpath("//script | //img | //link | //iframe | //*[@style] | //*[@src]")
        assert all(link.get("href").startswith("#") for link in root.xpath("//a"))
        assert not [name for each in root.iter() for name in each.attrib if name.startswith("on")]


def test_the_page_can_be_read_without_seeing_it(pages: dict[str, str]) -> None:
    for language, page in pages.items():
        root = html.fromstring(page)
        assert (
            root.get("lang") == language and len(root.xpath("//h1")) == 1 and len(root.xpath("//main")) == 1
        )
        ids = root.xpath("//@id")
        assert len(ids) == len(set(ids))
        for figure in root.xpath("//figure[not(p[@class='few'])]"):
            assert figure.xpath(".//table/caption") and figure.xpath(".//thead//th[@scope='col']")
            heads = len(figure.xpath(".//thead//th"))
            assert {len(row) for row in figure.xpath(".//tbody/tr")} == {heads}
            assert re.search(r"n = \d+", figure.xpath("string(p[@class='source'])"))
            assert figure.xpath(".//svg[@aria-roledescription or .//*[@aria-label]]") or not figure.xpath(
                ".//svg"
            )


def test_the_report_names_no_alliance(played: Played, pages: dict[str, str]) -> None:
    for alliance in open_project(played.folder).alliances:
        for page in pages.values():
            assert alliance.name not in page and alliance.id not in page


def test_the_same_returns_give_the_same_bytes(played: Played, pages: dict[str, str]) -> None:
    project = open_project(played.folder)
    wave = project.settings.waves[0]
    with Workspace(project) as workspace:
        again = page_of(workspace, wave, "en")
    assert again == pages["en"]


def test_texts_of_both_languages_have_the_same_keys() -> None:
    import tomllib

    folder = Path(__file__).parents[2] / "engine" / "ruecklauf" / "report" / "texts"

    def keys(part: object, above: str = "") -> set[str]:
        if isinstance(part, dict):
            return {key for name, below in part.items() for key in keys(below, f"{above}.{name}")}
        return {f"{above} {len(part)}" if isinstance(part, list) else above}

    german, english = (tomllib.loads((folder / f"{name}.toml").read_text()) for name in ("de", "en"))
    assert keys(german) == keys(english)
