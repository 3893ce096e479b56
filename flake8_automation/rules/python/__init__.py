"""Rules about Python code. Modules with a leading underscore are what they share."""
