"""XLSForm, the form standard of ODK, Kobo and others, both ways; https://xlsform.org/en/.

What it cannot say, or we cannot, is never left out in silence: it is a `Loss` with sheet and row.
"""
