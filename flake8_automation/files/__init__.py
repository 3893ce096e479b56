"""Source files: which ones there are, what is in them, what is known about them.

The only package that opens source files.
"""
