"""Prompts, and what decides whether they are reached."""
