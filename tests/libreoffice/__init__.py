"""Forms as people use them: opened, filled in, recalculated and saved by LibreOffice.

`pytest tests/office` takes about a minute; `pytest tests/office -m office_many` fills in twelve forms more.
Without LibreOffice these tests are skipped, in CI (environment variable `CI`) they fail.
"""
