"""Forms as people use them: opened, filled in, recalculated and saved by LibreOffice.

`pytest tests/libreoffice -m office_many` fills in twelve forms more; how many fillings `test_same_verdicts`
tries in each language, RUECKLAUF_FILLINGS says.
Without LibreOffice these tests are skipped, in CI (environment variable `CI`) they fail.
"""
