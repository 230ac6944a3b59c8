"""Patterns of text: what is in a text, character by character."""
