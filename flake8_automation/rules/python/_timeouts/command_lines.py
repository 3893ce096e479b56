"""Which command a line or a list of words starts, behind the programs that merely start others."""

import re

# A line for a shell, or the words of a list.
Command = str | tuple[str, ...]

UNREAD = "\0"  # in a command, for what cannot be read

# What makes several commands of a line (`2>&1` does not), also where it is spelled as an escape.
_SEVERAL = re.compile(r"[;|`\n]|\$\(|(?<!>)&(?![>\d])|\\n")
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
_SUFFIX = re.compile(r"\.(exe|cmd|bat|com)$")
_VERSION = re.compile(r"-?\d[\d.]*$")
_PYTHON = re.compile(r"(?:python|pypy|py)[\d.]*w?")

# Program -> its options that take a word, and how many words stand before the command.
_WRAPPERS = {
    "chronic": ("", 0),
    "command": ("", 0),
    "doas": ("Cu", 0),
    "env": ("CSu", 0),
    "exec": ("a", 0),
    "fakeroot": ("", 0),
    "ionice": ("cnp", 0),
    "nice": ("n", 0),
    "nohup": ("", 0),
    "npx": ("p", 0),
    "setsid": ("", 0),
    "stdbuf": ("eio", 0),
    "sudo": ("CDghpRrTtUu", 0),
    "time": ("fo", 0),
    "timeout": ("ks", 1),
    "unbuffer": ("", 0),
    "uvx": ("p", 0),
    "xvfb-run": ("efnps", 0),
}
_RUNNERS = frozenset("conda hatch mamba pdm pipenv poetry rye uv".split())  # `uv run pytest`
_SHELLS = frozenset("bash cmd dash ksh sh zsh".split())


def known_as(command: Command) -> tuple[str, ...]:
    """The names by which the program of a command may be known, the more telling one first.

    None for a line of several commands, which takes as long as all of them together.
    """
    if isinstance(command, tuple):
        return _named(list(command))
    line = command.replace("\\\n", " ").strip().removesuffix("\\n")
    return () if _SEVERAL.search(line) else _named(line.split())


def _named(words: list[str]) -> tuple[str, ...]:
    while words:
        if _ASSIGNMENT.match(words[0]):
            words = words[1:]
            continue
        name, rest = _program(words[0]), words[1:]
        if name in _WRAPPERS and rest:
            words = _behind(name, rest)
        elif name in _RUNNERS and rest[:1] == ["run"]:
            words = rest[1:]
        elif name in _SHELLS:
            return known_as(_script(rest)) or _versions(name)
        elif _PYTHON.fullmatch(name):
            return (*_module(rest), *_versions(name))
        else:
            return _versions(name)
    return ()


def _program(word: str) -> str:
    """`/usr/bin/git` and `Git.exe` are git; empty where the name cannot be read."""
    name = word.strip("\"'").replace("\\", "/").rpartition("/")[2].lower()
    return "" if UNREAD in name else _SUFFIX.sub("", name)


def _versions(name: str) -> tuple[str, ...]:
    """A name as it is, and without the number behind it: `pip3.11`, `gcc-14`."""
    bare = _VERSION.sub("", name)
    return tuple(each for each in dict.fromkeys((name, bare)) if each)


def _behind(wrapper: str, words: list[str]) -> list[str]:
    """The command that a wrapper starts; nothing where an option is not known."""
    with_word, operands = _WRAPPERS[wrapper]
    while words and words[0].startswith("-"):
        option, words = words[0], words[1:]
        if option == "--":
            break
        if option.startswith("--") and "=" not in option:
            return []  # it may take the next word
        if not option.startswith("--") and option[-1] in with_word:
            words = words[1:]
    return words[operands:]


def _script(words: list[str]) -> str:
    """What a shell is told by `-c`, or empty."""
    for index, word in enumerate(words):
        if re.fullmatch(r"-[a-z]*c|/[cC]", word):
            return " ".join(words[index + 1 :]).strip("\"'")
        if not word.startswith(("-", "/")):
            break
    return ""


def _module(words: list[str]) -> tuple[str, ...]:
    """What Python is told by `-m`: the module and the package that it is in."""
    takes_word = False
    for index, word in enumerate(words):
        if takes_word:
            takes_word = False
            continue
        found = re.fullmatch(r"-[bBdEhiIOPqsSuvx]*m(.*)", word)
        if found:
            module = found[1] or "".join(words[index + 1 : index + 2])
            return () if UNREAD in module else (*_versions(module), module.partition(".")[0])
        if not word.startswith("-") or word.endswith("c"):
            return ()
        takes_word = word in {"-W", "-X"}
    return ()
