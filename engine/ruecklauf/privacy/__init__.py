"""Personal data: where it lies, whom it names, and how it is deleted."""
