"""Commands that make and send forms."""
