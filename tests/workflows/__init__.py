"""Tests of what only workflow files have."""
