"""`python -m ruecklauf` is the command `ruecklauf`."""

from ruecklauf.cli import main

main()
