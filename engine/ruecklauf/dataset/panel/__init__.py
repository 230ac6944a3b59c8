"""The same alliances and rows over waves, in the terms of the newest declarations."""

from ruecklauf.dataset.panel.build import Panel, build_panel

__all__ = ["Panel", "build_panel"]
