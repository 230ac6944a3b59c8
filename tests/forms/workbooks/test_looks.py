"""What can be told apart by eye: contrast, borders, wrapped text; never colour alone."""

from __future__ import annotations

import pytest

from forms.package import Element, Package
from ruecklauf.definition.models import Worksheet
from ruecklauf.layout.build import build_layout


def test_open_cells_wrap_their_text_and_have_a_border(form: Package) -> None:
    for number, style in enumerate(form.formats("cellXfs")):
        if style.find("{*}protection") is None:
            continue
        assert style.find("{*}alignment").get("wrapText") == "1", number
        assert sides(form.formats("borders")[int(style.get("borderId"))]) == {
            "left",
            "right",
            "top",
            "bottom",
        }


def sides(border: Element) -> set[str]:
    return {side.tag.rpartition("}")[2] for side in border if side.get("style")}


def test_conditional_formats_keep_a_border_of_their_own(form: Package) -> None:
    # a rule without one hides the cell's border in LibreOffice, and colour alone would remain
    used = {int(rule.get("dxfId")) for tab in form.tabs for rule in tab.all("cfRule")}
    looks = form.formats("dxfs")
    assert used
    assert used == set(range(len(looks)))
    for look in looks:
        if is_bold_alone(look):
            continue
        assert sides(look.find("{*}border")) == {"left", "right", "top", "bottom"}


def is_bold_alone(look: Element) -> bool:
    """Whether it makes letters bold and nothing else, in cells that have no border to hide."""
    (part, *others) = look
    return not others and [child.tag.rpartition("}")[2] for child in part] == ["b"]


def test_counts_are_bold_while_something_is_open_and_have_no_border_to_hide(form: Package) -> None:
    (bold,) = (n for n, look in enumerate(form.formats("dxfs")) if is_bold_alone(look))
    borders, styles = form.formats("borders"), form.formats("cellXfs")
    for tab in form.tabs:
        ranges = [area for area in tab.all("conditionalFormatting") if int(area[0].get("dxfId")) == bold]
        cells = {cell.get("r"): cell for cell in tab.all("c")}
        for area in ranges:
            style = styles[int(cells[area.get("sqref").partition(":")[0]].get("s"))]
            assert not sides(borders[int(style.get("borderId"))])


def test_text_has_enough_contrast_in_every_style(form: Package) -> None:
    fonts, fills = form.formats("fonts"), form.formats("fills")
    for style in form.formats("cellXfs"):
        font = colour(fonts[int(style.get("fontId"))].find("{*}color"))
        for fill in fill_colours(fills[int(style.get("fillId"))]):
            assert contrast(font, fill) >= 4.5


def test_text_has_enough_contrast_where_conditions_change_the_fill(form: Package) -> None:
    black = (0, 0, 0)
    for look in form.formats("dxfs"):
        font, fill = look.find("{*}font"), look.find("{*}fill")
        assert font is None or font.find("{*}color") is None
        assert fill is None or all(contrast(black, one) >= 4.5 for one in fill_colours(fill))


def test_borders_stand_out_from_white(form: Package) -> None:
    for border in (*form.formats("borders"), *bordered(form)):
        for side in border:
            if side.get("style"):
                assert contrast(colour(side.find("{*}color")), (255, 255, 255)) >= 3.0


def bordered(form: Package) -> list[Element]:
    """The borders of conditions."""
    found = (look.find("{*}border") for look in form.formats("dxfs"))
    return [border for border in found if border is not None]


Rgb = tuple[int, int, int]
_THEME: dict[str, Rgb] = {"0": (255, 255, 255), "1": (0, 0, 0)}
_INDEXED: dict[str, Rgb] = {"64": (0, 0, 0), "65": (255, 255, 255)}


def colour(element: Element | None) -> Rgb:
    if element is None:
        return (0, 0, 0)
    if theme := element.get("theme"):
        return _THEME[theme]
    if indexed := element.get("indexed"):
        return _INDEXED[indexed]
    rgb = bytes.fromhex(element.get("rgb", "FF000000"))[1:]
    return (rgb[0], rgb[1], rgb[2])


def fill_colours(fill: Element) -> list[Rgb]:
    """The colours that can be behind a text; of a pattern both."""
    pattern = fill.find("{*}patternFill")
    fore, back = pattern.find("{*}fgColor"), pattern.find("{*}bgColor")
    match pattern.get("patternType"):
        case "none":
            return [(255, 255, 255)]
        case "solid":
            return [colour(fore)]
        case _:
            return [colour(one) for one in (fore, back) if one is not None]


def contrast(one: Rgb, other: Rgb) -> float:
    """WCAG 2.1, 1.4.3: https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio"""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(rgb: Rgb) -> float:
    linear = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in (c / 255 for c in rgb)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


def test_wrong_cells_have_a_sign_and_another_border_than_empty_required_ones(form: Package) -> None:
    looks = form.formats("dxfs")
    wrong = [look for look in looks if look.find("{*}numFmt") is not None]
    assert wrong
    for look in wrong:
        sections = look.find("{*}numFmt").get("formatCode").split(";")
        assert [section.startswith('"▲ "') for section in sections] == [True] * 4
        assert {side.get("style") for side in look.find("{*}border") if side.get("style")} == {"dashed"}
        assert look.find("{*}fill").find("{*}patternFill").get("patternType") == "lightHorizontal"
    others = [look for look in looks if look.find("{*}numFmt") is None and not is_bold_alone(look)]
    assert {side.get("style") for look in others for side in look.find("{*}border")} == {"thin", None}


def test_every_checked_column_has_one_mark_over_all_its_rows(
    form: Package, worksheets: tuple[Worksheet, ...]
) -> None:
    layout = build_layout(worksheets)
    for sheet in {check.sheet for check in layout.checks if check.block and not check.block.is_cross}:
        checked = {
            (check.block.name, check.watched)
            for check in layout.checks
            if check.sheet == sheet and check.block and check.watched
        }
        marked = [rule for rule in form.tab(sheet).all("cfRule") if "rl.p.checks" in rule[0].text]
        assert len(checked) <= len(marked) <= sum(len(block.columns) for block in layout.blocks_on(sheet))
