"""A fictional survey round from declaration to dataset, to see what ruecklauf does."""
