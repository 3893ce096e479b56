"""The counts, the accepted gaps, and what is told of them."""
