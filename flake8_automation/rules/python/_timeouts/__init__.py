"""Giving a call its timeout: how long, under which name, and what handles it."""
