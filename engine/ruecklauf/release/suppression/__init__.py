"""Small cells of tables are withheld, and others beside them, so that none can be worked out.

Which further cells: by a linear program that costs each by its size (`choosing`). Whether it is enough: by
what a reader of the tables could work out at least and at most (`audit`). Both take tables that share cells.
"""
