"""The cache of results: it makes runs fast, and never changes what they find."""
