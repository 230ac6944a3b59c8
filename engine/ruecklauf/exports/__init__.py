"""Datasets as files for others: CSV, Excel, Parquet."""

from ruecklauf.exports.registry import EXPORTS
from ruecklauf.exports.writing import write_export

__all__ = ["EXPORTS", "write_export"]
