r"""Rules: one language, parsed once, read as an Excel formula, as a check on import, and as a sentence.

    parse_rule(text) → Expr → resolve(expr, scope) → Resolved → holds, violated   Excel (excel.py)
                                                              → compile_rule      import (evaluate.py)
                                                              → sentence, clause  German (sentence.py)
                                                              → probe             lint (probe.py)

The language
------------
    12  3.5  "text"  'text'  2026-06-30  wave_date     values; a code is written as text
    feld   referenz.feld                               a field of the row; of the row referred to
    = <> < <= > >=   x in ("a", "b")   x not in (…)    comparisons
    + - * /                                            numbers; date ± days; date - date
    not   and   or   implies                           from tightest to loosest
    tickfeld                                           by itself: is ticked
    blank(x) answered(x) missing(x) unknown(x) not_applicable(x)
    ticks(a, b, c)   contains(multi, "code")   length(text)   unique(a, b)   resolves(ref)   tree(ref)
    matches(feld, "99999")   matches(feld, "AA 99", …)  a text as one of the patterns says; see below
    count(table where …)   sum(table.feld where …)   distinct(table.feld where …)
    exists(table where …)   all(table where … has …)   the where may be left out

In formulas of indicators `table.feld` is the number in a record, a table of one row.

Inside `where` and `has` a bare name is a field of that table's row, and `this.feld` is a field of the
rule's own row. Texts and codes know only = and <>. Inside `where` fields may be compared but not
calculated with, and references may not be followed.

Patterns of text
----------------
A pattern describes the whole text, character by character:

    9   a digit       A   a capital letter A–Z       a   a small letter a–z
    [Aa9]   one of these: here a letter or digit     [+-]   one of these two signs
    9{4}   four of them      9{2,4}   two to four    9{0,2}   up to two
    (-9999)   may be left out                        \A   the letter A itself (also \9, \a, \[, …)

All other characters stand for themselves: "D-99999" is D- and five digits, "99999(-9999)" five digits,
and four more after a hyphen or not. "Abc" is a capital letter, then bc. A pattern has no end that is open:
60 characters are the most. matches is unknown where the field has no value.

What missing values mean, in all readings
-----------------------------------------
A field has *no value* if it is blank, if a labelled missing kind was entered (unbekannt, trifft nicht
zu), or if what was entered cannot be read. A reference to a row that does not exist is unreadable, too.

- A comparison or calculation with a field that has no value is *unknown*, and so is a division by zero.
  `unique` is unknown if one of the row's own values is missing; other rows without value are never equal.
- `not`, `and`, `or`, `implies` follow Kleene: `false and unknown` is false, `true or unknown` is true,
  what the unknown part could turn is unknown. `a implies b` is `not a or b`.
- Never unknown: a tick field (ticked or not), `contains`, `ticks` (what is not readable counts as not
  ticked), `blank` (nothing entered at all), `answered` (something readable, labelled missing kinds too),
  `missing` (no value), `unknown` and `not_applicable` (that kind was entered).
- `resolves` is true if the row exists, unknown if the field is blank or a labelled missing kind was
  entered, and false for everything else.
- `tree` takes a reference to the own table and is never unknown. It is true if going up by it, row by
  row, ends at a row where it is blank, and that row is the first such row: there is one root, no circle
  and no row on its own. It is false for a second root, for rows in a circle or below one, and for rows
  with more than 12 others above them. Where a row above cannot be read, the way ends: a finding already.
- Rows that are not in use do not count. In `where` a row counts only if the condition is definitely true.
  Sums skip fields without value; a sum over nothing is 0. `all` is false if one row definitely fails,
  true if every row definitely meets `has` (also if there is no row), else unknown.

A constraint is violated only if it is definitely false. A condition (`required_when`, `relevant_when`)
holds only if it is definitely true.

Texts are compared exactly, apart from outer and repeated spaces. Calculated numbers are compared to nine
decimal places, because Excel calculates in binary.

Excel is stricter than import in what it can read: a number typed as text is a value on import, with a
finding, and missing in the form. An error value (#DIV/0!) in a column that is summed makes the sum
unknown in the form, while import skips it.
"""
