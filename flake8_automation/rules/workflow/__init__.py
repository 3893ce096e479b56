"""Rules about GitHub's workflows. Modules with a leading underscore are what they share."""
