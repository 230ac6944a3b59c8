"""Commands about what the returns are for."""
