"""Gaps over time: file versions are read from git, and each of them is judged once, ever.

Nothing here touches the working tree, and nothing is checked out.
"""
