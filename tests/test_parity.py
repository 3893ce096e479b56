"""`check` and flake8 report the same rows, and `check` gives the same bytes however it is run."""

import json
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from flake8_automation.cli import main
from flake8_automation.languages import Language
from flake8_automation.registry import rules_for
from flake8_automation.source import Source, Undecodable

Row = tuple[str, int, int, str]

LIBRARY = Path(sysconfig.get_paths()["stdlib"])
LARGEST = 40_000  # bytes; flake8 takes some six seconds of one core for each megabyte

NASTY = {
    "crlf.py": b"import subprocess\r\nif x:\r\n    subprocess.run(\r\n        x,\r\n    )\r\n",
    "lone_cr.py": b"import subprocess\rif x:\r    subprocess.run(x)\r",
    "mixed.py": b"import subprocess\r\nsubprocess.run(x)\nif x:\r\n\tsubprocess.run(x)\r",
    "bom.py": b"\xef\xbb\xbfimport subprocess; subprocess.run(x)\n",
    "bom_first.py": b"\xef\xbb\xbfsubprocess = __import__('subprocess'); subprocess.run(x)\n",
    "bom_and_cookie.py": b"\xef\xbb\xbf# coding: utf-8\nimport os; 'caf\xc3\xa9'; os.system(x)",
    "latin1.py": b"# coding: latin-1\nimport subprocess\ny = '\xe9\xe8'; subprocess.run(x)\n",
    "cp1252.py": b"#!/bin/sh\n# coding: cp1252\nimport subprocess\ny = '\x80'; subprocess.run(x)\n",
    "far_cookie.py": b"#" * 500
    + b"\n# coding: latin-1\nimport subprocess\n'\xe9'; subprocess.run(x)",
    "euc_jp.py": b"# coding: euc-jp\nimport subprocess\ny = '\xa4\xa2'; subprocess.run(x)\n",
    "form_feed.py": b"import subprocess\n\fsubprocess.run(x)\n\f\nif x:\n\f    subprocess.run(x)\n",
    "separators.py": "import subprocess\ny = '\x0b\x1c\x85\u2028'; subprocess.run(x)\n".encode(),
    "tabs.py": b"import subprocess\nif x:\n\tif y:\n\t\ty = [\tsubprocess.run(x)]\n",
    "no_newline.py": b"import subprocess\nsubprocess.run(x)",
    "emoji.py": 'import subprocess\ns = "é😀"; subprocess.run(x)  # 😀\n'.encode(),
    "emoji_lines.py": 'import subprocess\ns = """😀\n😀""", subprocess.run(x)\n'.encode(),
    "names.py": "import subprocess as π\ndef été(ß): return ß, π.run(x), π . call(x)\n".encode(),
    "normalised.py": "import subprocess\nsubprocess.\uff52un(x)\n".encode(),
    "fstring.py": b"import subprocess\nprint(f'{subprocess.run(x)} {subprocess.run(x):>{y}}')\n",
    "fstring_lines.py": b"import subprocess\ny = f'''a\n{subprocess.run(x)}\n{x}'''  # noqa: E5\n",
    "nested.py": b"import subprocess\nsubprocess.run(subprocess.run(\nsubprocess.run(x)))\n",
    "chain.py": b"import subprocess\ny = (subprocess\n    .check_output(x)\n    .decode())\n",
    "noqa_string.py": b'import subprocess\nsubprocess.run("""\nx""")  # noqa\n',
    "noqa_slash.py": b"import subprocess\ny = \\\n    subprocess.run(x)  # noqa: AUT101\n",
    "noqa_file.py": b"# flake8: noqa\nimport subprocess\nsubprocess.run(x)\n",
    "noqa_codes.py": b"# flake8: noqa: E501\nimport subprocess\nsubprocess.run(x)\n",
    "noqa_no_tokens.py": b"import os\nos.system(x) \\\n  # noqa\nif x:\n\t x\n\t\\\n\t",
    "ours.py": b"import os\n# automation: ignore[AUT103] x\nos.system(x)\nos.system(x)",
    "ours_crlf.py": b"import subprocess\r\nsubprocess.run(x)  # automation: ignore[AUT1]\r\n" * 2,
    "odd_string.py": b"import subprocess\ny = '\\N{BULLET}\\x00\\\n'; subprocess.run(x)\n",
    "two_a_line.py": b"import subprocess\nsubprocess.run(x); subprocess.run(y); input('a')\n",
    "process.py": b"import subprocess\np = subprocess.Popen(x)\nif x:\n    p.wait()\nos = 1\n",
    "system.py": b"import os\nos.system('x'); os.popen('x').read()\n",
    "prompt.py": "x = 'é'; input('Sure? [y/N] ')\n".encode(),
    "script.py": b"""\
import argparse
def main():
    parser = argparse.ArgumentParser()
    args = parser.parse_args()
    rows = sorted(args.paths)
    for row in rows:
        print(row, len(row))
if __name__ == "__main__":
    main()
""",
}


def by_flake8(folder: Path, paths: list[str]) -> list[Row]:
    """What flake8 prints, in the order of path, line, column and code."""
    command = [sys.executable, "-m", "flake8", "--isolated", "--select", "AUT", "-j2"]
    done = subprocess.run(
        [*command, *paths], cwd=folder, capture_output=True, timeout=600, check=False
    )
    assert not done.stderr
    rows = re.findall(rb"^(.+?):(\d+):(\d+): (AUT\d+) ", done.stdout, re.MULTILINE)
    assert len(rows) == done.stdout.count(b"\n")
    return sorted(
        (os.path.normpath(os.fsdecode(path)), int(row), int(column), code.decode())
        for path, row, column, code in rows
    )


def by_check(folder: Path, paths: list[str], capsys: pytest.CaptureFixture[str]) -> list[Row]:
    """What `check` prints, in the order in which it prints."""
    main(["check", "--isolated", "--select", "AUT", "--json", "-q", *paths])
    printed = capsys.readouterr()
    assert not printed.err
    return [
        (
            str(Path(row["filename"]).relative_to(folder)),
            row["location"]["row"],
            row["location"]["column"],
            row["code"],
        )
        for row in json.loads(printed.out)
    ]


def parses(path: Path, data: bytes) -> bool:
    try:
        return Source.from_bytes(str(path), data).broken is None
    except Undecodable:
        return False


@pytest.fixture(scope="module")
def sample() -> list[str]:
    """The files of the standard library, of some size at most, that some rule has to look at."""
    found = []
    for path in sorted(LIBRARY.rglob("*.py")):
        name = path.relative_to(LIBRARY)
        if "site-packages" in name.parts or path.stat().st_size > LARGEST:
            continue
        data = path.read_bytes()
        if any(rule.concerns(data) for rule in rules_for(Language.PYTHON)) and parses(path, data):
            found.append(str(name))
    return found


def test_flake8_reports_the_same_on_the_standard_library(
    sample: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(LIBRARY)
    rows = by_check(LIBRARY, sample, capsys)
    assert rows == sorted(rows)
    assert rows == by_flake8(LIBRARY, sample)
    assert len(rows) > 30  # Debian leaves out the library's own tests


def test_flake8_reports_the_same_on_nasty_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    names = [name for name, data in NASTY.items() if parses(Path(name), data)]
    for name in names:
        (tmp_path / name).write_bytes(NASTY[name])
    rows = by_check(tmp_path, ["."], capsys)
    assert rows == by_flake8(tmp_path, ["."])
    silent = {name.removesuffix(".py") for name in names if name not in {row[0] for row in rows}}
    assert silent - {"noqa_no_tokens"} == {  # newer Pythons do find tokens in it
        *("noqa_string", "noqa_slash", "noqa_file", "noqa_codes"),
        "ours_crlf",
        "normalised",  # Python takes that for an ASCII r; we do not know it
    }
    assert ("emoji.py", 2, 11, "AUT101") in rows
    assert {row[3] for row in rows} >= {"AUT101", "AUT102", "AUT103", "AUT201"}


def test_two_runs_and_any_number_of_processes_give_the_same_bytes(
    sample: list[str], tmp_path: Path
):
    # the largest files as well, so that several processes are worth it
    found = [path for path in LIBRARY.rglob("*.py") if "site-packages" not in path.parts]
    found = sorted(found, key=lambda path: (path.stat().st_size, path))[-60:]
    large = [str(path.relative_to(LIBRARY)) for path in found]
    assert sum((LIBRARY / name).stat().st_size for name in large) > 4_000_000
    outputs = []
    for jobs in ("1", "1", "4"):
        command = [sys.executable, "-m", "flake8_automation", "check", "--isolated", "--json"]
        done = subprocess.run(
            [*command, "--jobs", jobs, *sample, *large],
            cwd=LIBRARY,
            capture_output=True,
            timeout=300,
            check=False,
        )
        outputs.append(done)
    assert outputs[0].stdout == outputs[1].stdout == outputs[2].stdout
    assert outputs[0].stderr == outputs[1].stderr == outputs[2].stderr
    assert outputs[0].stdout.count(b'"filename"') > 30
