"""A survey round: forms made for its alliances, returns taken in, and who has answered."""
