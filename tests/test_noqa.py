"""Comments that waive: flake8's as flake8 reads them, ours the same in both hosts."""

import json
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flake8_automation import engine
from flake8_automation.cli import main
from flake8_automation.model import Checked, Facts, Site, Status
from flake8_automation.registry import all_rules
from flake8_automation.settings import Settings
from flake8_automation.source import Source

CALL = "subprocess.run(x)"
Row = tuple[str, int, int, str]


def by_flake8(folder: Path, *options: str) -> set[Row]:
    """The rows that one run of flake8 gives on the files of a folder."""
    command = [sys.executable, "-m", "flake8", "--isolated", "--select", "AUT", "-j1", *options]
    done = subprocess.run(
        [*command, "."], cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    assert not done.stderr
    rows = set()
    for line in done.stdout.splitlines():
        name, row, column, rest = line.split(":", 3)
        rows.add((name.removeprefix("./"), int(row), int(column), rest.split()[0]))
    return rows


def by_check(folder: Path, capsys: pytest.CaptureFixture[str], *options: str) -> set[Row]:
    """The rows that `check` gives on the files of a folder."""
    main(["check", "--isolated", "--select", "AUT", "--json", "-q", *options, str(folder)])
    return {
        (
            str(Path(row["filename"]).relative_to(folder)),
            row["location"]["row"],
            row["location"]["column"],
            row["code"],
        )
        for row in json.loads(capsys.readouterr().out)
    }


def checked(text: str, *, flake8s: bool = True) -> Checked:
    rules = tuple(rule for rule in all_rules() if rule.code == "AUT101")
    source = Source("m.py", f"import subprocess\n{text}")
    return engine.check(source, rules, Settings(), Facts("m.py"), inside_flake8=not flake8s)


def waived(text: str, *, flake8s: bool = True) -> list[Site]:
    return [s for s in checked(text, flake8s=flake8s).sites if s.status is Status.WAIVED]


# What flake8 makes of a comment behind a gap of AUT101: True where it is silent.
COMMENTS = {
    "": False,
    "# noqa": True,
    "#noqa": False,
    "#  noqa": False,
    "# NOQA": True,
    "# NoQA": True,
    "# noqa:": True,
    "# noqa: AUT101": True,
    "# noqa:AUT101": True,
    "#noqa:AUT101": False,
    "# noqa:  AUT101": True,  # two spaces: the codes are not read, all is ignored
    "# noqa:  E501": True,
    "# noqa:\tAUT101": True,
    "# noqa : AUT101": True,
    "# noqa : E501": True,
    "# noqa AUT101": True,
    "# noqa E501": True,
    "# noqa: AUT": True,  # not a code: a letter needs a number
    "# noqa: no-timeout": True,
    "# noqa: E501": False,
    "# noqa: AUT1": True,
    "# noqa: AUT10": True,
    "# noqa: AUT2": False,
    "# noqa: AUT1011": False,
    "# noqa: A1": False,
    "# noqa: aut101": False,  # codes are compared with their case
    "# NOQA: aut101": False,
    "# NOQA: AUT101": True,
    "# noqa: E501,AUT101": True,
    "# noqa: E501, AUT101": True,
    "# noqa: E501 AUT101": True,
    "# noqa: E501  ,  AUT101": True,
    "# noqa: E501; AUT101": False,
    "# noqa: E501,,AUT101": True,
    "# noqa: AUT101 because it is short": True,
    "# noqa: E501 because AUT101": False,
    "# noqa:E501 # noqa: AUT101": False,  # the first one is read
    "# noqa: AUT101 # noqa: E501": True,
    "# type: ignore # noqa: AUT101": True,
    "# it is # noqa": True,
    "# noqaaa": True,
    "# noqa, please": True,
    "# noqa-AUT101": True,
    "# noqa:AUT101\f": True,
    "# flake8: noqa": False,  # behind code it does nothing
    "# flake8: noqa: AUT101": False,
    "# nopep8": False,
}

# Whole files, and the lines on which flake8 reports a gap.
FILES: dict[str, tuple[str, list[int]]] = {
    "file_level": (f"import subprocess\n# flake8: noqa\n{CALL}\n", []),
    "file_level_at_the_end": (f"import subprocess\n{CALL}\n# flake8: noqa\n", []),
    "file_level_with_codes": (f"import subprocess\n# flake8: noqa: E501\n{CALL}\n", []),
    "file_level_upper": (f"import subprocess\n# FLAKE8: NOQA\n{CALL}\n", []),
    "file_level_equals": (f"import subprocess\n# flake8=noqa\n{CALL}\n", []),
    "file_level_indented": (f"import subprocess\nif x:\n    # flake8: noqa\n    {CALL}\n", []),
    "file_level_no_space": (f"import subprocess\n#flake8: noqa\n{CALL}\n", [3]),
    "file_level_behind_code": (f"import subprocess  # flake8: noqa\n{CALL}\n", [2]),
    "file_level_in_a_string": (f'import subprocess\n"""\n# flake8: noqa\n"""\n{CALL}\n', []),
    "first_line_of_a_call": ("import subprocess\nsubprocess.run(  # noqa\n    x\n)\n", []),
    "last_line_of_a_call": ("import subprocess\nsubprocess.run(\n    x\n)  # noqa\n", [2]),
    "line_above": (f"import subprocess\n# noqa\n{CALL}\n", [3]),
    "line_below": (f"import subprocess\n{CALL}\n# noqa\n", [2]),
    "end_of_a_string": ('import subprocess\nsubprocess.run("""a\nb""")  # noqa\n', []),
    "start_of_a_string": ('import subprocess\nsubprocess.run("""a # noqa\nb""")\n', []),
    "middle_of_a_string": ('import subprocess\nsubprocess.run("""a\n# noqa\nb""")\n', []),
    "inside_a_string": ('import subprocess\nsubprocess.run("a # noqa")\n', []),
    "string_then_bracket": ('import subprocess\nsubprocess.run("""a\nb""",\nx)  # noqa\n', [2]),
    "string_behind_a_bracket": ('import subprocess\nsubprocess.run(x,\n"""\n""")  # noqa\n', [2]),
    "string_on_the_call": ('import subprocess\nf(subprocess.run(x), """\n""")  # noqa\n', []),
    "string_before_the_call": ('import subprocess\nf("""\n""", subprocess.run(x))  # noqa\n', []),
    "fstring": ('import subprocess\nsubprocess.run(f"""{x}\nb{y}""")  # noqa\n', []),
    "backslash": ("import subprocess\nsubprocess.run \\\n(x)  # noqa\n", []),
    "backslash_before": ("import subprocess\ny = \\\n    subprocess.run(x)  # noqa\n", []),
    "backslash_codes": ("import subprocess\ny = \\\n    subprocess.run(x)  # noqa: E501\n", [3]),
    "backslash_then_bracket": ("import subprocess\ny = \\\n  subprocess.run(\nx)  # noqa\n", [3]),
    "backslashes": ("import subprocess\na = b + \\\n c + \\\n subprocess.run(x)  # noqa\n", []),
    "backslash_at_the_end": (f"import subprocess\n{CALL} \\\n  # noqa\n", []),
    "two_on_a_line": (f"import subprocess\n{CALL}; {CALL}  # noqa\n", []),
    "decorated": (f"import subprocess\n@f({CALL})  # noqa\ndef f(): pass\n", []),
    "no_newline": (f"import subprocess\n{CALL}  # noqa", []),
    "no_newline_nor_comment": (f"import subprocess\n{CALL}", [2]),
    "crlf": (f"import subprocess\r\n{CALL}  # noqa\r\n{CALL}\r\n", [3]),
    "lone_cr": (f"import subprocess\r{CALL}  # noqa\r{CALL}\r", [3]),
    "form_feed": (f"import subprocess\n\f\n{CALL}  # noqa\n\f{CALL}\n", [4]),
    "vertical_tab": (f"import subprocess\ny = '\v\x1c\x85\u2028'\n{CALL}  # noqa\n{CALL}\n", [4]),
    "indented": (f"import subprocess\nif x:\n    {CALL}  # noqa\n    {CALL}\n", [4]),
    "chain": ("import subprocess\ny = (subprocess\n  .run(x)  # noqa\n  .stdout)\n", [2]),
    "ours": (f"import subprocess\n{CALL}  # automation: ignore[AUT101] brief\n", []),
    "ours_above": (f"import subprocess\n# automation: ignore[AUT101]\n{CALL}\n{CALL}\n", [4]),
    "ours_by_name": (
        f"import subprocess\n{CALL}  # automation: ignore[subprocess-without-timeout]",
        [],
    ),
    "ours_beside_noqa": (
        f"import subprocess\n{CALL}  # noqa: E501  # automation: ignore[AUT1]\n",
        [],
    ),
    "ours_before_noqa": (
        f"import subprocess\n{CALL}  # automation: ignore[AUT1] # noqa: E501\n",
        [],
    ),
    "ours_wrong_code": (f"import subprocess\n{CALL}  # automation: ignore[AUT201]\n", [2]),
    "ours_in_a_string": (
        'import subprocess\nsubprocess.run("# automation: ignore[AUT101]")\n',
        [2],
    ),
    "ours_crlf": (f"import subprocess\r\n{CALL}  # automation: ignore[AUT101]\r\n", []),
    "ours_lone_cr": (f"import subprocess\r# automation: ignore[AUT101]\r{CALL}\r{CALL}\r", [4]),
}


def write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file for every form of a comment."""
    folder = tmp_path_factory.mktemp("forms")
    for number, comment in enumerate(COMMENTS):
        write(folder / f"comment{number}.py", f"import subprocess\n{CALL}  {comment}\n")
    for name, (text, _) in FILES.items():
        write(folder / f"{name}.py", text)
    return folder


def test_check_reads_noqa_as_flake8_does(forms: Path, capsys: pytest.CaptureFixture[str]):
    wanted = {
        (f"comment{number}.py", 2) for number, silent in enumerate(COMMENTS.values()) if not silent
    } | {(f"{name}.py", line) for name, (_, lines) in FILES.items() for line in lines}
    flake8s = by_flake8(forms)
    assert {row[:2] for row in flake8s} == wanted
    assert by_check(forms, capsys) == flake8s


def test_noqa_can_be_disabled_in_both(forms: Path, capsys: pytest.CaptureFixture[str]):
    rows = by_check(forms, capsys, "--disable-noqa")
    assert rows == by_flake8(forms, "--disable-noqa")
    assert len(rows) > len(COMMENTS)


PIECES = st.one_of(
    st.sampled_from(["# noqa", "#noqa", "# NOQA", "# flake8: noqa", ":", ": ", ":  ", " "]),
    st.sampled_from(["AUT101", "AUT1", "E501", "aut101", ",", ", ", ";", "x"]),
    st.sampled_from(["\\\n", "\n", '"""', "(", ")", "\f", "\t", "\r", "\r\n"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(before=st.lists(PIECES, max_size=4), after=st.lists(PIECES, max_size=8))
@example(before=[], after=["\\\n", "# noqa"])
def test_any_comment_is_read_as_flake8_reads_it(
    tmp_path: Path, before: list[str], after: list[str]
):
    text = "".join(["import subprocess\n", *before, f"\n{CALL}  ", *after])
    source = Source("m.py", text)
    if source.broken is None:
        path = tmp_path / "m.py"
        write(path, text)
        rules = tuple(rule for rule in all_rules() if rule.code == "AUT101")
        sites = engine.check(source, rules, Settings(), Facts("m.py")).sites
        silent = [flake8_is_silent(path, site) for site in sites]
        assert [site.status is Status.WAIVED for site in sites] == silent


def flake8_is_silent(path: Path, site: Site) -> bool:
    """What flake8's own classes say, without its start-up."""
    from flake8.main.application import Application
    from flake8.processor import FileProcessor
    from flake8.violation import Violation

    application = Application()
    application.initialize(["--isolated", "--select", "AUT"])
    assert application.options is not None
    processor = FileProcessor(str(path), application.options)
    if processor.should_ignore_file():
        return True
    where = site.span.start
    try:
        line = processor.noqa_line_for(where.line)
    except (SyntaxError, tokenize.TokenError):
        line = None
    found = Violation(site.code, str(path), where.line, where.column, "", line)
    return found.is_inline_ignored(disable_noqa=False)


# Our own form


@pytest.mark.parametrize(
    "comment",
    [
        "# automation: ignore[AUT101]",
        "#automation:ignore[AUT101]",
        "#  automation:  ignore[ AUT101 ]",
        "# automation: ignore[AUT101] it is short",
        "# automation: ignore[AUT1]",
        "# automation: ignore[AUT]",
        "# automation: ignore[subprocess-without-timeout]",
        "# automation: ignore[AUT201, AUT101]",
        "# automation: ignore[AUT201,AUT101]",
        "# automation: ignore[AUT201 AUT101]",
        "# type: ignore[attr] # automation: ignore[AUT101]",
        "# noqa: S603  # automation: ignore[AUT101]",
    ],
)
def test_our_form_waives(comment: str):
    for text in (f"{CALL}  {comment}\n", f"{comment}\n{CALL}\n", f"if x:\n  {comment}\n  {CALL}\n"):
        assert len(waived(text)) == 1
        assert len(waived(text, flake8s=False)) == 1


@pytest.mark.parametrize(
    "comment",
    [
        "# automation: ignore",
        "# automation: ignore AUT101",
        "# automation: ignore[]",
        "# automation: ignore[,]",
        "# automation: ignore[AUT201]",
        "# automation: ignore[AUT1011]",
        "# automation: ignore[aut101]",
        "# automation: ignore[subprocess]",
        "# automation: ignore[AUT101",
        "# automation ignore[AUT101]",
        "# automations: ignore[AUT101]",
    ],
)
def test_our_form_waives_nothing(comment: str):
    assert not waived(f"{CALL}  {comment}\n{comment}\n{CALL}\n")


@pytest.mark.parametrize(
    "text",
    [
        f"# automation: ignore[AUT101]\n\n{CALL}\n",
        f"y = 1  # automation: ignore[AUT101]\n{CALL}\n",
        f"{CALL}\n# automation: ignore[AUT101]\n",
        "subprocess.run(\n  x\n)  # automation: ignore[AUT101]\n",
        "subprocess.run('# automation: ignore[AUT101]')\n",
        f'"""\n# automation: ignore[AUT101]\n"""; {CALL}\n',
        f'"""\n# automation: ignore[AUT101]"""\n{CALL}\n',
    ],
)
def test_our_form_elsewhere_waives_nothing(text: str):
    assert len(checked(text).gaps()) == 1


def test_our_form_takes_the_line_where_a_call_begins():
    assert waived("subprocess.run(  # automation: ignore[AUT101]\n  x\n)\n")
    assert waived("# automation: ignore[AUT101]\nsubprocess.run(\n  x\n)\n")
    assert waived("f(\n  # automation: ignore[AUT101]\n  subprocess.run(x),\n)\n")


def test_the_reason_is_kept():
    (site,) = waived(f"{CALL}  # automation: ignore[AUT101]  it is short \n")
    assert (site.status, site.reason) == (Status.WAIVED, "it is short")
    (site,) = waived(f"{CALL}  # automation: ignore[AUT101]\r\n")
    assert site.reason == ""
    (site,) = waived(f"{CALL}  # automation: ignore[AUT101] short # noqa: E501\n")
    assert site.reason == "short # noqa: E501"
    (site,) = waived(f"{CALL}  # noqa\n")
    assert site.reason == "noqa"


def test_covered_sites_are_not_waived():
    (site,) = checked("subprocess.run(x, timeout=5)  # noqa\n").sites
    assert site.status is Status.COVERED


def test_inside_flake8_its_own_comments_are_not_read():
    assert not waived(f"{CALL}  # noqa\n# flake8: noqa\n", flake8s=False)


@given(
    codes=st.lists(st.sampled_from(["AUT101", "AUT1", "AUT201", "AUT3", "x"]), max_size=4),
    separator=st.sampled_from([",", ", ", " ", " , "]),
    reason=st.text("ab #:[]", max_size=8),
    gap=st.sampled_from(["", " ", "  "]),
)
def test_our_form_reads_codes_and_reason(codes: list[str], separator: str, reason: str, gap: str):
    text = f"{CALL}  #{gap}automation:{gap}ignore[{separator.join(codes)}] {reason}\n"
    found = waived(text, flake8s=False)
    assert bool(found) == bool({"AUT101", "AUT1"} & set(codes))
    assert [site.reason for site in found] == [reason.strip()] * len(found)
