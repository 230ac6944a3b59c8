"""Numbers about what came back: indicators, and where they come from."""
