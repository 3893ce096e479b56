"""CODEOWNERS, by GitHub's rules."""

import json

import pytest

from flake8_automation.ledger.home import Home
from flake8_automation.ledger.owners import Owners, owners, parsed
from tests.conftest import Cli
from tests.repositories import git, make_repository, write

GAP = "import os\nos.system(x)\n"


def of(text: str, path: str) -> tuple[str, ...]:
    return Owners(parsed(text)).of(path)


FITS = [
    ("*", "a/b/c.py", True),
    ("*.py", "a/b/c.py", True),
    ("*.py", "c.pyi", False),
    ("*.py", "c.py/d.txt", True),
    ("?.py", "c.py", True),
    ("?.py", "cc.py", False),
    ("c.py", "a/c.py", True),
    ("a/c.py", "a/c.py", True),
    ("a/c.py", "x/a/c.py", False),
    ("docs", "x/docs/y/z.py", True),
    ("docs/", "x/docs/y/z.py", True),
    ("docs/", "docs", False),
    ("/docs/", "x/docs/y.py", False),
    ("/docs/", "docs/y/z.py", True),
    ("/docs", "docs/y/z.py", True),
    ("docs/*", "docs/y.py", True),
    ("docs/*", "docs/y/z.py", False),
    ("docs/*", "x/docs/y.py", False),
    ("/*", "y.py", True),
    ("/*", "x/y.py", False),
    ("docs/*.py", "docs/a.py/b", True),
    ("**/docs", "x/y/docs/z.py", True),
    ("**/docs", "docs/z.py", True),
    ("docs/**", "docs/y/z.py", True),
    ("docs/**/z.py", "docs/z.py", True),
    ("docs/**/z.py", "docs/x/y/z.py", True),
    ("docs/**/z.py", "docs/x/yz.py", False),
    ("a**b.py", "axb.py", True),
    ("a**b.py", "ax/b.py", False),
    (r"a\ b.py", "x/a b.py", True),
    (r"a\*.py", "a*.py", True),
    (r"a\*.py", "ab.py", False),
    ("a.py", "aXpy", False),
    ("A.py", "a.py", False),
    ("*.py", "a b.py", True),
    ("/d/*", "d/a b\n.py", True),
]


@pytest.mark.parametrize(("pattern", "path", "fits"), FITS)
def test_a_pattern(pattern: str, path: str, fits: bool) -> None:
    assert of(f"{pattern} @me", path) == (("@me",) if fits else ())


def test_the_last_line_that_fits_decides() -> None:
    text = "* @all\n*.py @py a@b.c\n/free.py\n\tdocs/\t@org/team  \n"
    assert of(text, "x.txt") == ("@all",)
    assert of(text, "x.py") == ("@py", "a@b.c")
    assert of(text, "free.py") == ()
    assert of(text, "docs/x.py") == ("@org/team",)


def test_comments_and_what_github_does_not_understand_are_passed_over() -> None:
    for line in (
        "# * @me",
        "!*.py @me",
        "[ab].py @me",
        "*.[p]y @me",
        "\\#a @me",
        "*.py me",
        "*.py @",
        "",
        "[Section] @me",
    ):
        assert of(f"* @all\n{line}\n", "a.py") == ("@all",), line
    assert of("*.py @me # and @you", "a.py") == ("@me",)
    assert of("*.py # @you", "a.py") == ()
    assert of("*.py @me\r\n", "a.py") == ("@me",)


def test_where_the_file_stands(cli: Cli) -> None:
    make_repository({"docs/CODEOWNERS": "* @docs", "sub/setup.py": ""})

    def found(path: str = "a.py", root: str = ".") -> tuple[str, ...]:
        named = owners(Home(root))
        assert named is not None
        return named.of(path)

    assert found() == ("@docs",)
    write({"CODEOWNERS": "* @root"})
    assert found() == ("@root",)
    write({".github/CODEOWNERS": "* @github\n/sub/ @sub\n/a.py @a"})
    assert found() == ("@a",)
    assert found(root="sub") == ("@sub",)
    write({".github/CODEOWNERS": "# " + "x" * 3_000_000 + "\n* @all"})
    assert found() == ()


def test_gaps_by_owner(cli: Cli) -> None:
    write({"a.py": GAP, "b/c.py": GAP * 2, "b/d.py": GAP, "free.py": GAP})
    assert cli("gaps", "--by", "owner").status == 2
    assert json.loads(cli("gaps", "--json").out)["owners"] is None
    git("init", "-q")
    write({"CODEOWNERS": "*.py @py\nb/ @b @bb\nfree.py"})
    result = cli("gaps", "--by", "owner", "-q")
    assert [line.split()[:2] for line in result.out.splitlines()[1:-2]] == [
        ["(nobody)", "0"],
        ["@b", "@bb"],
        ["@py", "0"],
    ]
    rows = json.loads(cli("gaps", "--json").out)["owners"]
    assert [(row["owner"], row["gap"]) for row in rows] == [("", 1), ("@b @bb", 3), ("@py", 1)]
