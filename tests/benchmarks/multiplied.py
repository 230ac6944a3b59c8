"""A snapshot of many alliances: those of a generated store again and again under other ids."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from ruecklauf.rounds.evaluating.snapshots.manifest import Held, Manifest, write_manifest
from ruecklauf.rounds.evaluating.snapshots.pieces import FILES, read_rows, write_piece


def multiply(folder: Path, manifest: Manifest, times: int) -> Manifest:
    """Write each piece so many times, with ids and hashes of files of its own each time."""
    alliances: dict[str, Held] = {}
    for number in range(times):
        for piece, own in manifest.in_pieces().items():
            rows = read_rows([folder / piece])
            renamed = pl.col("alliance") + f"-{number}"
            is_file = (pl.col("table") == FILES) & pl.col("value").is_not_null()
            copied = rows.with_columns(
                renamed.alias("alliance"),
                pl.when(is_file)
                .then(pl.col("value") + f"{number:06}")
                .otherwise(pl.col("value"))
                .alias("value"),
            )
            name = write_piece(folder, copied)
            for alliance in own:
                held = manifest.alliances[alliance]
                alliances[f"{alliance}-{number}"] = held.model_copy(update={"piece": name})
    made = manifest.model_copy(update={"alliances": alliances})
    write_manifest(folder, made)
    return made


def size_of(folder: Path) -> int:
    """Bytes of the pieces."""
    return sum(path.stat().st_size for path in folder.glob("*.parquet"))


def told(figures: dict[str, object]) -> str:
    return json.dumps(figures, ensure_ascii=False)
