"""The formats: what they say is read back, by the rules of those who read them."""
