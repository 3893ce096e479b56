"""The report: its page in a browser, its Markdown, its links, and whether all of them agree."""
