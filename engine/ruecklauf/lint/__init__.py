"""Mistakes in declarations that show only once everything is read: names, limits, rules, examples."""

from ruecklauf.lint.lint import check_everything, lint, mistakes

__all__ = ["check_everything", "lint", "mistakes"]
