"""Case studies: what the team found about municipalities, each on a page; named only where released."""
