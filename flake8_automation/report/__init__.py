"""The report of a team: one document of numbers and places, shown as JSON, a page or Markdown."""
