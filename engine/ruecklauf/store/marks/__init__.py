"""Whether anything about an alliance changed."""
