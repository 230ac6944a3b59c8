"""The half of a round that goes through the mail: messages to alliances, and the ledger of them."""
