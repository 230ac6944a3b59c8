"""The report: what the returns say, as one offline page; every number stands in a table, too."""
