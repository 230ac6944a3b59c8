"""A worksheet over its versions: what its `changes:` say, and what becomes of answers to earlier ones."""
