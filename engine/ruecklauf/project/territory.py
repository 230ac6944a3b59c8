"""Whether an alliance's name, its codes and its gebietstyp fit one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ruecklauf.ags import (
    TERRITORY_DATE,
    District,
    district_named,
    district_of,
    in_nrw,
    likely_district,
    name_agrees,
)


@dataclass(frozen=True, slots=True)
class TerritoryRemark:
    """What does not fit, in which column."""

    column: str
    message: str
    severity: str = "error"


def territory_remarks(name: str, codes: tuple[str, ...], area_type: str) -> Iterator[TerritoryRemark]:
    """Everything to say about the place of one alliance; codes have 8 digits.

    An alliance of several municipalities (verbund) is named freely, so its name is not compared.
    """
    yield from (_elsewhere(code) for code in codes if not in_nrw(code))
    if (len(codes) > 1) != (area_type == "verbund"):
        yield TerritoryRemark(
            "gebietstyp", f"gebietstyp is {area_type}, but {len(codes)} AGS are listed.", "warning"
        )
    if area_type != "verbund" and len(codes) == 1 and in_nrw(codes[0]):
        yield from _compare_kind(codes[0], area_type)
        if name:
            yield from _compare_name(codes[0], name, area_type)


def _elsewhere(code: str) -> TerritoryRemark:
    return TerritoryRemark("ags", f"{code} is not in North Rhine-Westphalia (05…).", "warning")


def _compare_kind(code: str, area_type: str) -> Iterator[TerritoryRemark]:
    district = district_of(code)
    if district:
        if district.kind != area_type:
            yield TerritoryRemark(
                "gebietstyp",
                f"{code} stands for {district.full_name}: gebietstyp is {district.kind}, not {area_type}.",
            )
    elif code.endswith("000") != (area_type in ("kreis", "kreisfrei")):
        expected = "kreis or kreisfrei" if code.endswith("000") else "kreisangehoerig"
        yield TerritoryRemark("gebietstyp", f"the gebietstyp of {code} is {expected}, not {area_type}.")


def _compare_name(code: str, name: str, area_type: str) -> Iterator[TerritoryRemark]:
    district = district_of(code)
    if district and not name_agrees(code, name):
        yield TerritoryRemark(
            "ags", f"{code} stands for {district.full_name}, not for '{name}'.{_hint(likely_district(name))}"
        )
    named = district_named(name)
    if district is None and named and (named.kind == "kreisfrei" or area_type == "kreis"):
        yield TerritoryRemark("ags", f"{code} does not stand for '{name}'.{_hint(named)}")
    elif district is None and area_type != "kreisangehoerig":
        yield TerritoryRemark(
            "ags",
            f"{code} is none of the 53 Kreise and kreisfreie Städte of NRW ({TERRITORY_DATE:%d.%m.%Y}).",
            "warning",
        )


def _hint(likely: District | None) -> str:
    return f" The AGS of {likely.full_name} is {likely.ags}." if likely else ""
