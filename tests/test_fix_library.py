"""Fixing real code: what is changed is what was meant, and everything else keeps its bytes."""

import ast
import os
import shutil
import subprocess
import sys
import sysconfig
import tokenize
import warnings
from collections import Counter
from pathlib import Path

import pytest

from flake8_automation.registry import all_rules
from flake8_automation.rules.python._timeouts.seconds import SECONDS

LIBRARY = Path(sysconfig.get_paths()["stdlib"])
PACKAGES = Path(sysconfig.get_paths()["purelib"])
STORIES = Path(__file__).parent / "behaviour" / "scripts"  # where every kind of fix has work to do
LONG_AGO = 1_000_000_000
NUMBERS = set(SECONDS.values())
CONSTANT = "PATIENCE"
LIMITS = {CONSTANT, *map(str, NUMBERS)}

# Token for token, what a fix may add and what it may take away.
ADDED = {
    "AUT101": {"timeout", "=", *LIMITS, ",", "\n", "(", ")"},
    "AUT102": {
        *{"timeout", "=", *LIMITS, ",", "\n", "(", ")"},
        *{"try", ":", "except", "subprocess", ".", "TimeoutExpired", "kill", "raise"},
    },
    "AUT103": {
        *{"timeout", "=", *LIMITS, ",", "\n", "(", ")", "import", "subprocess", "."},
        *{"run", "shell", "text", "True", "stdout", "stderr", "PIPE", "STDOUT", "returncode"},
        *{"removesuffix", r'"\n"'},
    },
}
TAKEN = {
    "AUT101": {"None"},
    "AUT102": {"None"},
    "AUT103": {"os", "system", "popen", "read", "getoutput", "(", ")", "."},
}


def fix(folder: Path, codes: str, *options: str) -> None:
    command = [sys.executable, "-m", "flake8_automation", "fix", "--isolated", "--unsafe-fixes"]
    done = subprocess.run(
        [*command, "--select", codes, *options, "-q", "."],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode in {0, 1, 2}
    assert "Traceback" not in done.stderr
    assert "internal" not in done.stderr
    refused = [line for line in done.stdout.splitlines() if " refused: " in line]
    known = (" refused: the file does not parse", "; only shown, since ", "; not done, because ")
    assert [line for line in refused if not any(reason in line for reason in known)] == []


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*.py"))}


class Unfixed(ast.NodeTransformer):
    """Takes out of a tree what fixes put in, and the `timeout=None` that they replace."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        limits = [keyword for keyword in node.keywords if keyword.arg == "timeout"]
        if not limits or not self._is_limit(limits[0].value):
            return node
        node.keywords.remove(limits[0])
        is_bounded = ast.unparse(node.func) == "asyncio.wait_for" and len(node.args) == 1
        return node.args[0] if is_bounded else node

    def _is_limit(self, value: ast.expr) -> bool:
        if isinstance(value, ast.Name):
            return value.id == CONSTANT
        return isinstance(value, ast.Constant) and value.value in {None, *NUMBERS}

    def visit_Assign(self, node: ast.Assign) -> ast.AST | None:
        return None if ast.unparse(node.targets[0]) == CONSTANT else self.generic_visit(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        node.names = [name for name in node.names if name.name != "TimeoutExpired"]
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.type, ast.Tuple):
            caught = [c for c in node.type.elts if "TimeoutExpired" not in ast.unparse(c)]
            node.type = caught[0] if len(caught) == 1 else ast.Tuple(caught, ast.Load())
        return node

    def visit_Try(self, node: ast.Try) -> ast.AST | list[ast.stmt]:
        self.generic_visit(node)
        texts = [ast.unparse(statement) for handler in node.handlers for statement in handler.body]
        kills = len(texts) == 2 and texts[0].endswith(".kill()") and texts[1] == "raise"
        return node.body if kills else node


def without_limit(tree: ast.Module) -> str:
    """The tree, but for what a fix puts there."""
    return ast.dump(Unfixed().visit(tree))


def parsed(data: bytes) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(data)


def tokens(data: bytes) -> list[str]:
    found = tokenize.tokenize(iter(data.splitlines(keepends=True)).__next__)
    layout = {tokenize.ENCODING, tokenize.INDENT, tokenize.DEDENT}
    return [t.string.replace("\r", "") for t in found if t.type not in layout]


def is_in(old: list[str], new: list[str]) -> bool:
    """Whether the old tokens stand among the new in their order; a number may replace None."""
    rest = iter(new)
    return all(
        any(token == wanted or (wanted == "None" and token in LIMITS) for token in rest)
        for wanted in old
    )


def copy_of(source: Path, folder: Path, codes: set[str]) -> None:
    """Copy the files that one of these rules has to look at."""
    rules = [rule for rule in all_rules() if rule.code in codes]
    for path in sorted(source.rglob("*.py")):
        name = path.relative_to(source)
        data = path.read_bytes()
        if "site-packages" in name.parts or not any(rule.concerns(data) for rule in rules):
            continue
        copy = folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(data)
        os.utime(copy, (LONG_AGO, LONG_AGO))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of those files of the standard library that AUT101, 102, 103 or 104 has to look at."""
    folder = tmp_path_factory.mktemp("library")
    copy_of(LIBRARY, folder, {*ADDED, "AUT104"})
    return folder


@pytest.mark.parametrize("code", ADDED)
def test_fixing_the_standard_library(code: str, library: Path, tmp_path: Path):
    folder = tmp_path / "copy"
    shutil.copytree(library, folder)
    before = contents(folder)
    fix(folder, code)
    after = contents(folder)
    assert sorted(path.name for path in folder.rglob("*.tmp")) == []
    changed = [path for path in before if before[path] != after[path]]
    assert changed
    for path in before:
        assert (path.stat().st_mtime == LONG_AGO) == (path not in changed)
    for path in changed:
        old, new = tokens(before[path]), tokens(after[path])
        killed = {new[i - 2] for i, token in enumerate(new) if token == "kill"}
        assert set(Counter(new) - Counter(old)) <= ADDED[code] | killed, path
        assert set(Counter(old) - Counter(new)) <= TAKEN[code], path
        tree = parsed(after[path])
        if code != "AUT103":
            assert is_in(old, new), path
            assert without_limit(tree) == without_limit(parsed(before[path])), path
    fix(folder, code)
    assert contents(folder) == after


def test_fixing_with_a_constant_and_handlers(library: Path, tmp_path: Path):
    options = ("AUT101,AUT102,AUT104", f"--timeout-constant={CONSTANT}", "--catch-timeout")
    folder = tmp_path / "copy"
    shutil.copytree(library, folder)
    for path in list(contents(folder))[::2]:  # half of it shows as much
        path.unlink()
    before = contents(folder)
    fix(folder, *options)
    after = contents(folder)
    changed = [path for path in before if before[path] != after[path]]
    assert any(f"\n{CONSTANT} = ".encode() in after[path] for path in changed)
    assert any(b"TimeoutExpired" in after[path] for path in changed)
    for path in changed:
        assert after[path].count(f"{CONSTANT} = ".encode()) <= 1
        old, new = tokens(before[path]), tokens(after[path])
        assert is_in(old, new), path
        assert without_limit(parsed(after[path])) == without_limit(parsed(before[path])), path
    fix(folder, *options)
    assert contents(folder) == after


# What a fix of these rules may take away: a call may become that of a helper.
REPLACED = {
    "AUT104": set(),
    "AUT201,AUT202": {"input", "getpass", "click", "typer", ".", "prompt", "confirm", "yes", "("},
    "AUT301": {"json", ".", "dump", "(", "entry", ","},
    ",".join(rule.code for rule in all_rules()): {
        *{"None", "os", "system", "popen", "read", "getoutput", "(", ")", ".", ","},
        *{"input", "getpass", "click", "typer", "prompt", "confirm", "yes", "json", "dump"},
        *{"entry"},
    },
}


@pytest.mark.parametrize("codes", REPLACED)
def test_fixing_packages_and_scripts_with_every_rule(codes: str, tmp_path: Path) -> None:
    wanted = set(codes.split(","))
    sources = [PACKAGES, STORIES] if len(wanted) > 2 else [LIBRARY, PACKAGES, STORIES]
    for number, source in enumerate(sources):
        copy_of(source, tmp_path / str(number), wanted)
    before = contents(tmp_path)
    fix(tmp_path, codes, "--catch-timeout")
    after = contents(tmp_path)
    changed = [path for path in before if before[path] != after[path]]
    assert len(changed) > (2 if codes == "AUT104" else 30)
    for path in changed:
        old, new = tokens(before[path]), tokens(after[path])
        assert set(Counter(old) - Counter(new)) <= REPLACED[codes], path
        kept, now = ([t for t in part if t not in REPLACED[codes]] for part in (old, new))
        assert is_in(kept, now), path
        parsed(after[path])
    fix(tmp_path, codes, "--catch-timeout")
    assert contents(tmp_path) == after


LIMIT = b", timeout=1800"
NASTY = {
    "crlf.py": (
        b"import subprocess\r\nsubprocess.run(\r\n    x,\r\n    # y\r\n)\r\n",
        b"import subprocess\r\nsubprocess.run(\r\n    x,\r\n    timeout=1800,\r\n    # y\r\n)\r\n",
    ),
    "lone_cr.py": (
        b"import subprocess\rsubprocess.run(\r    x,\r)\r",
        b"import subprocess\rsubprocess.run(\r    x,\r    timeout=1800,\r)\r",
    ),
    "mixed.py": (
        b"import subprocess\nsubprocess.run(x)\r\nsubprocess.run(y)\r",
        b"import subprocess\nsubprocess.run(x%b)\r\nsubprocess.run(y%b)\r" % (LIMIT, LIMIT),
    ),
    "bom.py": (
        b"\xef\xbb\xbfimport subprocess\nsubprocess.run('caf\xc3\xa9')\n",
        b"\xef\xbb\xbfimport subprocess\nsubprocess.run('caf\xc3\xa9'%b)\n" % LIMIT,
    ),
    "latin1.py": (
        b"# coding: latin-1\nimport subprocess\nsubprocess.run('\xe9')  # \xff\n",
        b"# coding: latin-1\nimport subprocess\nsubprocess.run('\xe9'%b)  # \xff\n" % LIMIT,
    ),
    "euc_jp.py": (
        b"# coding: euc-jp\nimport subprocess\nsubprocess.run('\xa4\xa2')\n",
        b"# coding: euc-jp\nimport subprocess\nsubprocess.run('\xa4\xa2'%b)\n" % LIMIT,
    ),
    "tabs.py": (
        b"import subprocess\nif x:\n\tsubprocess.run(\n\t\tx\n\t)\n",
        b"import subprocess\nif x:\n\tsubprocess.run(\n\t\tx,\n\t\ttimeout=1800\n\t)\n",
    ),
    "form_feed.py": (
        b"import subprocess\n\f\nsubprocess.run(x)\n\f\n",
        b"import subprocess\n\f\nsubprocess.run(x%b)\n\f\n" % LIMIT,
    ),
    "no_newline.py": (
        b"import subprocess\nsubprocess.run(x)",
        b"import subprocess\nsubprocess.run(x%b)" % LIMIT,
    ),
    "trailing_spaces.py": (
        b"import subprocess  \nsubprocess.run( x )\t \n   \n",
        b"import subprocess  \nsubprocess.run( x%b )\t \n   \n" % LIMIT,
    ),
    "none.py": (
        b"import subprocess\nsubprocess.run(x, timeout = None , check=1)\n",
        b"import subprocess\nsubprocess.run(x, timeout = 1800 , check=1)\n",
    ),
    "emoji.py": (
        'import subprocess\ns = "😀"; subprocess.run("😀", y)  # 😀\n'.encode(),
        'import subprocess\ns = "😀"; subprocess.run("😀", y, timeout=1800)  # 😀\n'.encode(),
    ),
    "generator.py": (
        b"import subprocess\nsubprocess.run(x for x in y)\n",
        b"import subprocess\nsubprocess.run((x for x in y)%b)\n" % LIMIT,
    ),
    "nested.py": (
        b"import subprocess\nsubprocess.run(subprocess.run(subprocess.run(x)))\n",
        b"import subprocess\nsubprocess.run(subprocess.run(subprocess.run(x%b)%b)%b)\n"
        % (LIMIT, LIMIT, LIMIT),
    ),
    "waived.py": (b"import subprocess\nsubprocess.run(x)  # noqa\n",) * 2,
    "broken.py": (b"import subprocess\nsubprocess.run(x)\nprint 1\n",) * 2,
    "undecodable.py": (b"import subprocess\nsubprocess.run('\xff')\n",) * 2,
    "covered.py": (b"import subprocess\r\nsubprocess.run(x, timeout=5)\n\r",) * 2,
    "no_needle.py": (b"\xff\x00\r",) * 2,
    "empty.py": (b"",) * 2,
}


def test_fixing_nasty_files(tmp_path: Path):
    for name, (before, _) in NASTY.items():
        path = tmp_path / name
        path.write_bytes(before)
        os.utime(path, (LONG_AGO, LONG_AGO))
    fix(tmp_path, "AUT101")
    assert {p.name: data for p, data in contents(tmp_path).items()} == {
        name: after for name, (_, after) in NASTY.items()
    }
    untouched = {p.name for p in tmp_path.iterdir() if p.stat().st_mtime == LONG_AGO}
    assert untouched == {name for name, (before, after) in NASTY.items() if before == after}
    fix(tmp_path, "AUT101")
    assert {p.name: data for p, data in contents(tmp_path).items()} == {
        name: after for name, (_, after) in NASTY.items()
    }
