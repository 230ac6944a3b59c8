"""What was done with personal data, and how it is deleted."""

from ruecklauf.store.privacy.acts import Act, ActKind, ActReader

__all__ = ["Act", "ActKind", "ActReader"]
