"""Indicators and answers from a snapshot: the same as from the store."""

from __future__ import annotations

import hashlib
import io
import json
import multiprocessing
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd

from ruecklauf.errors import RuecklaufError
from ruecklauf.indicators.control import QUALITY, RETURN_COLUMNS, RETURNS
from ruecklauf.indicators.declared import BoundIndicator, bound_indicators
from ruecklauf.indicators.frames import Frames
from ruecklauf.indicators.measuring import COLUMNS, measure
from ruecklauf.project import open_project
from ruecklauf.rounds.evaluating.evaluation import Measurement, symbols_of
from ruecklauf.rounds.evaluating.snapshots.manifest import Manifest, clear
from ruecklauf.rounds.evaluating.snapshots.pieces import (
    FILES,
    PieceFrames,
    PieceTables,
    put,
    read_rows,
    read_tables,
    wide,
)
from ruecklauf.rounds.evaluating.snapshots.updating import bring_up_to_date
from ruecklauf.rounds.workspace import Workspace

TOGETHER = 16
"""Pieces that are measured, and held in memory, at once."""
FEW = 2
"""So many times that are measured in this process: to start others takes longer."""


def measure_from_snapshot(workspace: Workspace, *, jobs: int | None = None) -> Measurement:
    """What `evaluate` gives of all waves, but for the dataset, from the snapshot as it is brought up to date.

    Pieces are measured once, `jobs` at a time (by default one a processor); what is known of a piece is kept
    until it, an indicator or a worksheet changes. Tables are read when they are asked for.
    """
    manifest = bring_up_to_date(workspace).manifest
    folder = workspace.project.snapshot_dir
    indicators = bound_indicators(workspace.library, workspace.project.root)
    paths = [folder / piece for piece in manifest.pieces]
    parts = _measured_pieces(workspace, manifest, indicators, jobs or os.cpu_count() or 1)
    frames = _frames(manifest, paths)
    of_waves = [bound for bound in indicators if bound.indicator.level == "wave"]
    parts.append(measure(_needed(frames, of_waves), of_waves, []))
    return Measurement(frames, indicators, _together(parts, indicators), _sources(paths))


def _frames(manifest: Manifest, paths: Sequence[Path]) -> Frames:
    names = (*manifest.tables, RETURNS, QUALITY)
    tables, kinds = (PieceTables(paths, names, kinds=kinds) for kinds in (False, True))
    return PieceFrames(tables, kinds, manifest.waves)


def _needed(frames: Frames, indicators: Iterable[BoundIndicator]) -> Frames:
    """With the tables alone that these need."""
    wanted = {name.rpartition(".")[0] for bound in indicators for name in bound.indicator.inputs} | {RETURNS}
    tables = {name: frames.tables[name] for name in sorted(wanted) if name in frames.tables}
    return Frames(tables, {}, frames.waves)


def _sources(paths: Sequence[Path]) -> tuple[str, ...]:
    return tuple(sorted(read_rows(paths, [FILES])["value"].unique()))


def _measured_pieces(
    workspace: Workspace, manifest: Manifest, indicators: Sequence[BoundIndicator], jobs: int
) -> list[pd.DataFrame]:
    """The figures of each piece, without those about waves."""
    folder = workspace.project.snapshot_dir
    key = _key(workspace, manifest, indicators)
    names = {piece: f"{piece}.{key}" for piece in manifest.pieces}
    lacking = [piece for piece, name in names.items() if not (folder / name).is_file()]
    for piece, found in _each_measured(workspace, manifest, lacking, indicators, jobs):
        put(folder / names[piece], found)
    clear(folder, names, key)
    return [pd.read_parquet(io.BytesIO(_content(folder / name))) for name in names.values()]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RuecklaufError(
            f"cannot be read ({error.strerror}).", where=str(path), remedy="Try again."
        ) from error


def _key(workspace: Workspace, manifest: Manifest, indicators: Iterable[BoundIndicator]) -> str:
    """Another one where figures of the same answers would be others."""
    declared = [bound.indicator.model_dump_json() for bound in indicators]
    worksheets = sorted(worksheet.content_hash for worksheet in workspace.library.worksheets.values())
    said = json.dumps([manifest.common, manifest.waves, manifest.tables, declared, worksheets])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _each_measured(
    workspace: Workspace,
    manifest: Manifest,
    pieces: Sequence[str],
    indicators: Sequence[BoundIndicator],
    jobs: int,
) -> Iterator[tuple[str, bytes]]:
    """Pieces with their figures as Parquet; some are measured together, for that takes less time."""
    folder, held = workspace.project.snapshot_dir, manifest.in_pieces()
    parts = [
        {folder / piece: held[piece] for piece in pieces[start : start + TOGETHER]}
        for start in range(0, len(pieces), TOGETHER)
    ]
    if len(parts) <= FEW or jobs == 1:
        worker = _Measurer(workspace, manifest, indicators)
        for part in parts:
            yield from worker.measured(part)
        return
    root, manifest_json = workspace.project.root, manifest.model_dump_json(exclude={"alliances", "asked"})
    with ProcessPoolExecutor(
        min(jobs, len(parts)), multiprocessing.get_context("spawn"), _begin, (root, manifest_json)
    ) as pool:
        for found in pool.map(_measured, parts):
            yield from found


class _Measurer:
    """Measures some pieces after others."""

    def __init__(
        self, workspace: Workspace, manifest: Manifest, indicators: Iterable[BoundIndicator]
    ) -> None:
        self._manifest = manifest
        self._indicators = [bound for bound in indicators if bound.indicator.level != "wave"]
        self._symbols = symbols_of(workspace)

    def measured(self, pieces: Mapping[Path, Collection[str]]) -> list[tuple[str, bytes]]:
        """The name of each piece and its figures; `pieces` say which alliances are in them."""
        tables: dict[str, pd.DataFrame] = {}
        kinds: dict[str, pd.DataFrame] = {}
        for name, values, reasons in read_tables(pieces, _inputs(self._indicators)):
            tables[name], kinds[name] = values, reasons
        for name in {RETURNS, QUALITY} - tables.keys():
            tables[name] = wide(name, read_rows([]))[0]
        found = measure(Frames(tables, kinds, self._manifest.waves), self._indicators, self._symbols)
        place = {alliance: path.name for path, own in pieces.items() for alliance in own}
        by_piece = dict(iter(found.groupby(found["alliance"].map(place))))
        return [(path.name, _written(by_piece.get(path.name, found.iloc[:0]))) for path in pieces]


def _written(figures: pd.DataFrame) -> bytes:
    written = io.BytesIO()
    figures.reset_index(drop=True).to_parquet(written)
    return written.getvalue()


def _inputs(indicators: Iterable[BoundIndicator]) -> dict[str, set[str]]:
    """The fields that indicators are computed from, by table."""
    wanted: dict[str, set[str]] = {RETURNS: set(RETURN_COLUMNS)}
    for bound in indicators:
        for table in (name for formula in bound.formulas.values() for name in formula.tables):
            wanted.setdefault(table, set())
        for named in (*bound.inputs, *bound.indicator.inputs):
            table, _, field = named.rpartition(".")
            wanted.setdefault(table, set()).add(field)
    return wanted


_measurers: list[_Measurer] = []
"""The one of a process that measures."""


def _begin(root: Path, manifest: str) -> None:
    workspace = Workspace(open_project(root))
    indicators = bound_indicators(workspace.library, root)
    _measurers.append(_Measurer(workspace, Manifest.model_validate_json(manifest), indicators))


def _measured(pieces: Mapping[Path, Collection[str]]) -> list[tuple[str, bytes]]:
    return _measurers[0].measured(pieces)


def _together(parts: Sequence[pd.DataFrame], indicators: Sequence[BoundIndicator]) -> pd.DataFrame:
    """The figures of all pieces in the order of the indicators, of alliances and of waves."""
    whole = pd.concat(parts, ignore_index=True)
    order = {bound.indicator.id: place for place, bound in enumerate(indicators)}
    place = whole["indicator"].map(order).astype("int64")
    about_waves = {bound.indicator.id for bound in indicators if bound.indicator.level == "wave"}
    # those about waves stand in the order of the rounds already
    keys = whole.assign(place=place, wave=whole["wave"].mask(whole["indicator"].isin(about_waves), ""))
    sorted_ = whole.loc[keys.sort_values(["place", "alliance", "wave"], kind="stable").index]
    return _same_components(sorted_.reset_index(drop=True)).astype(COLUMNS)


def _same_components(table: pd.DataFrame) -> pd.DataFrame:
    """With all components of an indicator in each row: in a piece in which none was there it says none."""
    columns = []
    for _, own in table.groupby("indicator", sort=False)["components"]:
        known: dict[str, dict[str, Any]] = {text: json.loads(text) for text in own.unique()}
        names = dict.fromkeys(name for parts in known.values() for name in parts)
        short = {text: parts for text, parts in known.items() if len(parts) < len(names)}
        columns.append(own.replace(_filled(short, names)) if short else own)
    return table.assign(components=pd.concat(columns)) if columns else table


def _filled(short: Mapping[str, dict[str, Any]], names: Iterable[str]) -> dict[str, str]:
    return {
        text: json.dumps({name: parts.get(name) for name in names}, ensure_ascii=False)
        for text, parts in short.items()
    }
