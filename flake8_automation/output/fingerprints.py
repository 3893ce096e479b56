"""What tells a gap from all others of a document, and stays when lines move.

It is made of the same things as a line of the list of accepted gaps: rule, path, enclosing name,
what a formatter keeps of the text, and the number among equals.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable

from flake8_automation.model import Site


def fingerprints(path: str, sites: Iterable[Site]) -> list[str]:
    """One for each site of a file, in their order: 32 hexadecimal digits.

    `path` is relative to the root. Sites without a mark are told apart by their message.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for site in sites:
        told = site.mark or ("", site.message)
        key = (site.code, path, *told)
        seen[key] += 1
        data = "\0".join([*key, str(seen[key])]).encode("utf-8", "surrogateescape")
        found.append(hashlib.sha256(data).hexdigest()[:32])
    return found
