"""Does a line of output tell of the program's own doings?"""

import re

from flake8_automation.rules.python._scripts import vocabulary as words


def plain(text: str) -> str:
    """Words without colours, markup and line ends."""
    return words.COLOURS.sub(" ", text).strip()


def is_talk(text: str) -> bool:
    """Whether words tell of the program's own doings, or are a heading."""
    if re.search(r"\\r(?!\\n)", text):
        return True  # a line that is drawn again and again
    text = plain(text)
    if re.fullmatch(r"(?s)[=#*~-]{3,}.*[=#*~-]{3,}", text) and "\\n" not in text:
        return True
    text = re.sub(r"^[^\w\0]*[\[(][^\])]*[\])]:?(?=\s*\w)", "", text)  # [3/7], [12:30:01]
    lead = text.lstrip(words.MARKS)
    return bool(words.DOING.match(lead) or words.DONE.search(text))
