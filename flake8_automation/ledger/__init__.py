"""The ledger: how many gaps there are, what they cost, and which of them are accepted."""
