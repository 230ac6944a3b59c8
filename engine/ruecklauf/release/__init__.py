"""What leaves the house: datasets in which nobody can tell an alliance, tables without small cells."""
