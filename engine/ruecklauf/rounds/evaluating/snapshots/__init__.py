"""The store as Parquet files beside it, for numbers about many alliances: made again of what changed since.

    store → marks → what changed → pieces (answers of some alliances) → figures of each piece → measurement

Nothing personal is in it, and nothing that is not in the store: the folder may be deleted at any time.
"""
