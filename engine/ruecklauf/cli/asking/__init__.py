"""Commands about findings, and what people decide."""
