"""Numbers about alliances and waves, declared in YAML and computed from the dataset.

    dataset → frames → families (functions) or formulas → measured

What an indicator needs and is not there makes it missing, never 0; the number of cases is always with it.
"""
