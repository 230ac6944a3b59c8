"""The current returns as data frames: one long, and a wide one for every table of a worksheet."""

from ruecklauf.dataset.build import build_dataset
from ruecklauf.dataset.models import LONG_COLUMNS, ColumnInfo, Dataset, TableInfo

__all__ = ["LONG_COLUMNS", "ColumnInfo", "Dataset", "TableInfo", "build_dataset"]
