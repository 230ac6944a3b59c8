"""What authors of worksheets get: a start, a look at what is declared, a handbook, other standards."""
