"""Where the tiles of a map stand: NRW's districts as they lie, others in rows by region."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ruecklauf.ags import DISTRICTS

_NRW = (
    "4 ST 05566, 7 MI 05770",
    "2 BOR 05554, 3 COE 05558, 4 MS 05515, 5 WAF 05570, 6 BI 05711, 7 HF 05758, 8 LIP 05766",
    "0 KLE 05154, 1 WES 05170, 2 BOT 05512, 3 RE 05562, 5 HAM 05915, 6 GT 05754, 7 PB 05774, 8 HX 05762",
    "1 DU 05112, 2 OB 05119, 3 GE 05513, 4 HER 05916, 5 UN 05978, 6 SO 05974",
    "0 VIE 05166, 1 KR 05114, 2 MH 05117, 3 E 05113, 4 BO 05911, 5 DO 05913, 6 HSK 05958",
    "0 MG 05116, 1 D 05111, 2 ME 05158, 3 W 05124, 4 EN 05954, 5 HA 05914, 6 MK 05962",
    "0 HS 05370, 1 NE 05162, 2 SG 05122, 3 RS 05120, 4 GM 05374, 5 OE 05966, 6 SI 05970",
    "0 AC 05334, 2 LEV 05316, 3 GL 05378",
    "0 DN 05358, 1 BM 05362, 2 K 05315, 3 SU 05382",
    "1 EU 05366, 2 BN 05314",
)
"""Rows from north to south: column from west to east, the sign of its number plates, code."""
_IN_A_ROW = 12


@dataclass(frozen=True, slots=True)
class Tile:
    """One district's square."""

    code: str
    """Five digits."""
    short: str
    name: str
    column: int
    row: int


def tiles_for(districts: Iterable[str]) -> tuple[Tile, ...]:
    """The tiles of all districts of NRW if these are among them, otherwise of these alone."""
    codes = sorted(set(districts))
    known = {tile.code: tile for tile in _of_nrw()}
    if all(code in known for code in codes):
        return tuple(known.values())
    return tuple(_in_rows(codes))


def _of_nrw() -> Iterable[Tile]:
    for row, line in enumerate(_NRW):
        for entry in line.split(", "):
            column, short, code = entry.split()
            yield Tile(code, short, DISTRICTS[code].full_name, int(column), row)


def _in_rows(codes: list[str]) -> Iterable[Tile]:
    """A new row for each administrative region (the first three digits)."""
    row, column, region = -1, 0, ""
    for code in codes:
        if code[:3] != region or column == _IN_A_ROW:
            row, column, region = row + 1, 0, code[:3]
        name = DISTRICTS[code].full_name if code in DISTRICTS else code
        yield Tile(code, code, name, column, row)
        column += 1
