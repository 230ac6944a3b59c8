"""Worksheets for municipalities as validated forms, and every answer back as a dataset."""

__version__ = "0.1.0"
