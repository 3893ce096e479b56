"""One module for each format: `render` turns results into pieces of text."""
