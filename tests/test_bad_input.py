"""Whatever is thrown at it: one clear line, the right exit status, and nothing lost."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flake8_automation import engine, source
from flake8_automation.cli import main
from flake8_automation.model import BrokenKind
from flake8_automation.settings import Settings
from tests.conftest import Cli

GAP = b'import subprocess\n\nsubprocess.run(["a"])\n'
FIXED = b'import subprocess\n\nsubprocess.run(["a"], timeout=1800)\n'
RUN = 'subprocess.run(["a"])'
TAB = "\t"


def lines_about(path: str, err: str) -> list[str]:
    """What is said of a path, without its name."""
    start = f"{path}:"
    return [line[len(start) :] for line in err.splitlines() if line.startswith(start)]


class TestPaths:
    """What stands at a path is no file that can be read; the others are still checked."""

    @pytest.mark.parametrize(
        ("path", "reason"),
        [
            ("missing.py", "no such file or folder"),
            ("good.py/inside.py", "not a directory"),
            ("broken_link.py", "it is a symbolic link that leads nowhere"),
            ("loop.py", "too many levels of symbolic links"),
            ("pipe.py", "it is a named pipe"),
            ("/dev/null", "it is a device"),
            ("/proc/self/mem", "input/output error"),
            ("locked.py", "permission denied"),
            ("n" * 300, "file name too long"),
        ],
    )
    @pytest.mark.parametrize("command", ["check", "fix"])
    def test_is_named(
        self, cli: Cli, as_nobody: Callable[[], None], command: str, path: str, reason: str
    ) -> None:
        Path("good.py").write_bytes(GAP)
        os.symlink("nowhere", "broken_link.py")
        os.symlink("loop.py", "loop.py")
        os.mkfifo("pipe.py")
        Path("locked.py").write_bytes(GAP)
        os.chmod("locked.py", 0)
        if path == "locked.py":
            as_nobody()
        status, out, err = cli(command, path, "good.py")
        assert lines_about(path, err) == [f" cannot be read: {reason}"]
        assert lines_about("good.py", out)
        assert status == 2

    def test_below_a_folder(self, cli: Cli) -> None:
        Path("good.py").write_bytes(GAP)
        os.symlink("nowhere", "broken_link.py")
        os.symlink("loop.py", "loop.py")
        os.mkfifo("pipe.py")
        status, out, err = cli("check")
        assert out.startswith("good.py:3:1: AUT101")
        assert err.splitlines() == [
            "broken_link.py: cannot be read: it is a symbolic link that leads nowhere",
            "loop.py: cannot be read: too many levels of symbolic links",
            "pipe.py: cannot be read: it is a named pipe",
            "1 file read, 1 gap, 1 fixable, 3 files with problems",
        ]
        assert status == 2

    def test_a_folder_named_like_a_file(self, cli: Cli) -> None:
        Path("x.py").mkdir()
        Path("x.py/y.py").write_bytes(GAP)
        assert cli("check").out == cli("check", "x.py").out
        assert cli("check", "x.py").out.startswith("x.py/y.py:3:1: AUT101")

    def test_a_folder_that_links_to_itself(self, cli: Cli) -> None:
        Path("a.py").write_bytes(GAP)
        os.symlink(".", "again")
        assert cli("check").out.count("\n") == 1

    def test_a_name_that_is_no_utf_8(self, process: Cli) -> None:
        Path(os.fsdecode(b"\xff.py")).write_bytes(GAP)
        status, out, _ = process("check")
        assert out.startswith("\\udcff.py:3:1: AUT101")
        assert status == 1
        assert process("check", "--json").status == 1
        assert process("fix", "--unsafe-fixes").out.startswith("\\udcff.py:3:1: AUT101 fixed")

    def test_a_working_directory_that_is_gone(self, cli: Cli, project: Path) -> None:
        project.rmdir()
        status, out, err = cli("check")
        assert (status, out) == (2, "")
        assert err == "flake8-automation: error: the working directory does not exist any more\n"


BYTES = {
    "empty": (b"", 0, None, 0),
    "only a newline": (b"\n", 0, None, 0),
    "NUL bytes": (GAP + b"x = '\0'\n", 2, " cannot be parsed: source code string cannot", 1),
    "not UTF-8": (GAP + b"# \xff\n", 2, " cannot be decoded: not utf-8: 'utf-8' codec can't", 0),
    "not what it declares": (b"# coding: ascii\n" + GAP + b"# \xc3\xa9\n", 2, " cannot be dec", 0),
    "UTF-16": (b"\xff\xfe" + GAP.decode().encode("utf-16-le"), 0, None, 0),
    "unknown cookie": (b"# coding: klingon\n" + GAP, 2, " cannot be decoded: unknown encodi", 0),
    "cookie of no text": (b"# coding: hex\n" + GAP, 2, " cannot be decoded: ", 0),
    "BOM against cookie": (b"\xef\xbb\xbf# coding: latin-1\n" + GAP, 2, " cannot be decoded: ", 0),
    "latin-1 as declared": (b"# coding: latin-1\n# \xe9\n" + GAP, 1, None, 1),
    "no needle in what cannot be decoded": (b"\xff\xfe\0", 0, None, 0),
    "syntax error": (GAP + b"print 'x'\n", 2, "4:1: cannot be parsed: Missing parentheses", 1),
    "syntax error before the gap": (b"def f(:\n" + GAP, 2, "1:7: cannot be parsed: invalid s", 1),
    "a string that never ends": (GAP + b'x = """\n', 2, "4:5: cannot be parsed: unterminated", 1),
    "tabs against spaces": (GAP + b"if x:\n\ta\n        b\n", 2, "6:", 1),
}


class TestBytes:
    """What stands in a file is no Python, or no text at all."""

    @pytest.mark.parametrize(("data", "status", "said", "gaps"), BYTES.values(), ids=BYTES)
    def test_is_named(
        self, cli: Cli, data: bytes, status: int, said: str | None, gaps: int
    ) -> None:
        Path("a.py").write_bytes(data)
        result = cli("check", "a.py")
        problems = lines_about("a.py", result.err)
        assert len(problems) == (said is not None)
        assert all(line.startswith(said or "") for line in problems)
        assert result.out.count("AUT101") == gaps
        assert result.status == status

    @pytest.mark.parametrize(("data", "status", "said", "gaps"), BYTES.values(), ids=BYTES)
    def test_fix_writes_only_what_was_right(
        self, cli: Cli, data: bytes, status: int, said: str | None, gaps: int
    ) -> None:
        Path("a.py").write_bytes(data)
        result = cli("fix", "--unsafe-fixes", "a.py")
        assert result.status == (2 if said else 0)
        after = data if said else data.replace(GAP, FIXED)
        assert Path("a.py").read_bytes() == after

    def test_only_a_syntax_error_can_be_forgiven(self, cli: Cli) -> None:
        Path("a.py").write_bytes(GAP + b"# \xff\n")
        assert cli("check", "--unparsed=warn", "--exit-zero").status == 2


# What stands below the import, what is said, and whether the gap is found all the same.
DEEP = {
    "parentheses": (f"x = {'(' * 60_000}1{')' * 60_000}\n{RUN}\n", "cannot be parsed", True),
    "open parentheses": (f"{RUN}\nx = {'(' * 60_000}\n", "cannot be parsed", True),
    "a call in brackets": (f"x = {'[' * 20_000}{RUN}{']' * 20_000}\n", "cannot be parsed", False),
    "attributes": (f"subprocess.run(x{'.a' * 50_000})\n", "cannot be parsed", True),
    "attributes of the module": (f"subprocess{'.run' * 50_000}([])\n", "cannot be parsed", False),
    "calls in calls": (
        f"{'subprocess.run(' * 20_000}1{')' * 20_000}\n",
        "cannot be parsed",
        False,
    ),
    "calls of results": (f"{RUN}{'.decode()' * 20_000}\n", "cannot be parsed", False),
    "waits": (f"subprocess.Popen([]).wait(){'.a.wait()' * 20_000}\n", "cannot be parsed", False),
    "signs": (f"x = {'-' * 30_000}{RUN}\n", "cannot be parsed", False),
    "lambdas": (f"x = {'lambda: ' * 20_000}{RUN}\n", "cannot be parsed", False),
    "conditions": (f"x = {'1 if a else ' * 20_000}{RUN}\n", "cannot be parsed", False),
    "sums": (f"x = {'a + ' * 50_000}{RUN}\n", "cannot be parsed", True),
    "blocks": (
        "".join(f"{' ' * n}if x:\n" for n in range(3000)) + f"{' ' * 3000}{RUN}\n",
        "cannot be parsed",
        False,
    ),
    "blocks by tabs": (
        "".join(f"{TAB * n}if x:\n" for n in range(600)) + f"{TAB * 600}{RUN}\n",
        "cannot be parsed",
        False,
    ),
    "names for names": (
        "a0 = subprocess.Popen([])\n"
        + "".join(f"a{n + 1} = a{n}\n" for n in range(1500))
        + "a1500.wait()\n",
        "cannot be judged: it is nested too deeply",
        False,
    ),
}


class TestSize:
    """What is deeper or larger than can be judged is named as such, soon."""

    @pytest.mark.parametrize(("text", "said", "found"), DEEP.values(), ids=DEEP)
    def test_deep(self, cli: Cli, text: str, said: str, found: bool) -> None:
        Path("deep.py").write_text(f"import subprocess\n{text}")
        began = time.monotonic()
        status, out, err = cli("check", "--select", "AUT101,AUT102", "deep.py")
        assert time.monotonic() - began < 20
        assert [said in line for line in lines_about("deep.py", err)] == [True]
        assert status == 2
        assert ("AUT101" in out) == found

    def test_a_function_is_known_by_its_last_name(self, cli: Cli) -> None:
        names = "".join(f"a{n + 1} = a{n}\n" for n in range(1500))
        Path("a.py").write_text(f"import subprocess\na0 = subprocess.run\n{names}a1500([])\n")
        status, out, _ = cli("check", "--select", "AUT101", "a.py")
        assert (status, out.count("AUT101 `a1500`")) == (1, 1)

    def test_deep_in_a_process(self, process: Cli) -> None:
        Path("deep.py").write_text(f"import subprocess\n{DEEP['parentheses'][0]}")
        status, out, err = process("fix", "--unsafe-fixes", "deep.py")
        assert status == 2
        assert "AUT101 refused: the file does not parse" in out
        assert lines_about("deep.py", err) == [
            "2:205: cannot be parsed: too many nested parentheses"
        ]

    def test_50_megabytes_on_one_line(self, process: Cli) -> None:
        line = f"{RUN}; " * (50_000_000 // 23)
        Path("large.py").write_text(f"import subprocess; {line}\n")
        began = time.monotonic()
        status, out, err = process("check", "large.py")
        assert time.monotonic() - began < 30  # to parse it takes that, and 3 GB
        assert lines_about("large.py", err) == [
            " cannot be judged: it has more than 5,000,000 characters"
        ]
        assert (status, out) == (2, "")
        assert process("fix", "--unsafe-fixes", "large.py").status == 2
        assert os.stat("large.py").st_size > 49_000_000

    def test_50_megabytes_without_a_needle_are_nothing_to_judge(self, cli: Cli) -> None:
        Path("large.py").write_bytes(b"x = '" + b"a b c " * 8_400_000 + b"'\n")
        assert cli("check", "large.py").status == 0

    def test_the_limit(self) -> None:
        text = GAP + b"#" * (source._MOST_CHARACTERS - len(GAP))
        assert engine.check_bytes("a.py", text, Settings(), facts_of).gaps()
        broken = engine.check_bytes("a.py", text + b"#", Settings(), facts_of).broken
        assert broken
        assert broken.kind is BrokenKind.UNJUDGED

    def test_a_long_line_of_many_calls(self, cli: Cli) -> None:
        """Every position on it costs its length; a long line of data costs nothing."""
        Path("calls.py").write_text(f"import subprocess\nx = [{'f(), ' * 20_000}{RUN}]\n")
        Path("data.py").write_text(f"import subprocess\nx = '{'f , ' * 20_000}'\n{RUN}\n")
        status, out, err = cli("check", ".")
        assert status == 2
        assert "data.py:3:1: AUT101" in out
        assert lines_about("calls.py", err) == [
            " cannot be judged: its lines are too long, with more than 20,000 characters"
        ]


def facts_of(path: str, data: bytes) -> engine.Facts:
    return engine.Facts(path)


CONFIGURATIONS = [
    (
        "setup.cfg",
        "[flake8]\nautomation-timout = 5\n",
        "no such option: did you mean automation-tim",
    ),
    ("tox.ini", "[flake8]\nautomation-timeout = soon\n", "expected a whole number of seconds"),
    (".flake8", "[flake8\nautomation-timeout = 5\n", ""),
    (".flake8", "[flake8]\nx = 1\n  [flake8\n", None),
    ("setup.cfg", "[flake8]\nautomation-timeout = 5\n[flake8]\n", "already exists"),
    ("setup.cfg", "[flake8]\nautomation_unsafe_fixs = 1\n", "did you mean automation-unsafe-fixes"),
    ("pyproject.toml", "[tool.flake8-automation]\ntimout = 5\n", "did you mean timeout?"),
    (
        "pyproject.toml",
        "[tool.flake8-automation]\nunsafe_fixes = true\n",
        "did you mean unsafe-fixe",
    ),
    ("pyproject.toml", "[tool.flake8-automation]\ntimeout = 'soon'\n", "not 'soon'"),
    ("pyproject.toml", "[tool.flake8-automation]\nselect = 3\n", "expected a list of codes"),
    (
        "pyproject.toml",
        "[tool.flake8-automation]\nselect = ['AUT9']\n",
        "no rule has the code AUT9",
    ),
    ("pyproject.toml", "[tool.flake8-automation\n", "Expected ']'"),
    ("pyproject.toml", "tool = 'flake8-automation'\n", "expected a table"),
]


class TestConfiguration:
    """A configuration that is wrong stops every run, with one line that names the file."""

    @pytest.mark.parametrize(
        ("name", "text", "said"), [row for row in CONFIGURATIONS if row[2] is not None]
    )
    @pytest.mark.parametrize("command", ["check", "fix", "config"])
    def test_is_one_line(self, cli: Cli, command: str, name: str, text: str, said: str) -> None:
        Path("a.py").write_bytes(GAP)
        Path(name).write_text(text)
        status, out, err = cli(command)
        assert (status, out) == (2, "")
        assert err.startswith(f"flake8-automation: error: {name}")
        assert said in err
        assert err.count("\n") == 1
        assert cli(command, "--isolated").status < 2


class TestWriting:
    """`fix` replaces a file wholly, or says why it did not."""

    def refused(self, result: object, reason: str) -> None:
        status, out, err = result  # type: ignore[misc]
        assert status == 2
        assert out == f"a.py:3:1: AUT101 refused: the file cannot be written: {reason}\n"
        assert lines_about("a.py", err) == [f" cannot be written: {reason}"]
        assert os.listdir() == ["a.py"]
        assert Path("a.py").read_bytes() == GAP

    def test_a_read_only_file(self, cli: Cli) -> None:
        Path("a.py").write_bytes(GAP)
        os.chmod("a.py", 0o444)
        self.refused(cli("fix", "--unsafe-fixes"), "it is read-only")

    def test_a_read_only_folder(self, cli: Cli, as_nobody: Callable[[], None]) -> None:
        Path("a.py").write_bytes(GAP)
        os.chmod("a.py", 0o666)
        os.chmod(".", 0o555)
        as_nobody()
        try:
            self.refused(cli("fix", "--unsafe-fixes", "a.py"), "permission denied")
        finally:
            as_root_again()
            os.chmod(".", 0o755)

    def test_a_full_disk(self, process: Cli) -> None:
        resource = pytest.importorskip("resource")
        Path("a.py").write_bytes(GAP)

        def fill() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))

        no_bytecode = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
        result = process("fix", "--unsafe-fixes", preexec_fn=fill, env=no_bytecode)
        self.refused(result, "file too large")

    def test_one_that_cannot_be_written_does_not_keep_the_others(self, cli: Cli) -> None:
        Path("a.py").write_bytes(GAP)
        Path("b.py").write_bytes(GAP)
        os.chmod("a.py", 0o444)
        assert cli("fix", "--unsafe-fixes").status == 2
        assert Path("b.py").read_bytes() == FIXED

    def test_a_link_stays_a_link_and_the_mode_stays(self, cli: Cli) -> None:
        Path("real.py").write_bytes(GAP)
        os.chmod("real.py", 0o750)
        os.symlink("real.py", "link.py")
        assert cli("fix", "--unsafe-fixes", "link.py").status == 0
        assert os.readlink("link.py") == "real.py"
        assert Path("real.py").read_bytes() == FIXED
        assert stat.S_IMODE(os.stat("real.py").st_mode) == 0o750


class TestChanging:
    """Files that somebody else works on at the same time."""

    @pytest.mark.parametrize("command", ["check", "fix"])
    def test_files_that_vanish_between_the_search_and_the_reading(
        self, cli: Cli, project: Path, monkeypatch: pytest.MonkeyPatch, command: str
    ) -> None:
        for number in range(3):
            Path(f"{number}.py").write_bytes(GAP)
        from flake8_automation.files import visit
        from flake8_automation.files.cache import judging

        facts = visit.facts

        def facts_and_more(path: str, data: bytes) -> engine.Facts:
            Path("1.py").unlink(missing_ok=True)
            return facts(path, data)

        for module in (visit, judging):
            monkeypatch.setattr(module, "facts", facts_and_more)
        status, out, err = cli(command)
        assert lines_about("1.py", err) == [" cannot be read: no such file or directory"]
        assert [line[0] for line in out.splitlines()] == ["0", "2"]
        assert status == 2

    @pytest.mark.parametrize(
        ("meanwhile", "reason"),
        [
            (lambda: Path("a.py").write_bytes(b"theirs"), "it changed while it was being fixed"),
            (lambda: Path("a.py").unlink(), "no such file or directory"),
            (lambda: (Path("a.py").unlink(), Path("a.py").mkdir()), "it is a folder"),
        ],
    )
    def test_a_file_that_changes_while_it_is_fixed(
        self,
        cli: Cli,
        monkeypatch: pytest.MonkeyPatch,
        meanwhile: Callable[[], object],
        reason: str,
    ) -> None:
        Path("a.py").write_bytes(GAP)
        from flake8_automation.files import visit

        fix_bytes = visit.fix_bytes

        def fix_slowly(*arguments: object) -> object:
            fixing = fix_bytes(*arguments)  # type: ignore[arg-type]
            meanwhile()
            return fixing

        monkeypatch.setattr(visit, "fix_bytes", fix_slowly)
        result = cli("fix", "--unsafe-fixes", "a.py")
        assert result.status == 2
        assert lines_about("a.py", result.err) == [f" cannot be written: {reason}"]
        refused = f"a.py:3:1: AUT101 refused: the file cannot be written: {reason}\n"
        assert result.out == refused
        assert not Path("a.py").is_file() or Path("a.py").read_bytes() == b"theirs"
        assert os.listdir() in ([], ["a.py"])


class TestInterrupt:
    """Ctrl-C ends everything at once, cleanly."""

    @pytest.mark.parametrize("jobs", ["1", "2"])
    @pytest.mark.parametrize("command", ["check", "fix"])
    def test_ctrl_c(self, project: Path, command: str, jobs: str) -> None:
        many = 400
        old = b"import subprocess\n" + GAP.split(b"\n")[2] * 1 + b"\n"
        old += b"subprocess.run(['b'])\n" * 20
        new = old.replace(b")\n", b", timeout=1800)\n")
        for number in range(many):
            Path(f"{number:04}.py").write_bytes(old)
        options = ["--unsafe-fixes"] if command == "fix" else []
        with subprocess.Popen(
            [sys.executable, "-m", "flake8_automation", command, "--jobs", jobs, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as child:
            if command == "fix":
                wait_until(lambda: any_is(new))
            else:
                time.sleep(0.7)
            began = time.monotonic()
            os.killpg(child.pid, signal.SIGINT)  # as a terminal does it
            out, err = child.communicate(timeout=30)
            took = time.monotonic() - began
        assert (child.returncode, out, err) == (130, "", "flake8-automation: interrupted\n")
        assert took < 3
        with pytest.raises(ProcessLookupError):
            os.killpg(child.pid, 0)
        assert len(os.listdir()) == many
        assert {Path(name).read_bytes() for name in os.listdir()} == {old}


def any_is(content: bytes) -> bool:
    return any(Path(f"{number:04}.py").read_bytes() == content for number in range(0, 400, 20))


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def as_nobody(project: Path) -> Iterator[Callable[[], None]]:
    """Call it to be somebody whom permissions stop: root is not."""

    def become() -> None:
        if os.geteuid() == 0:
            # What is imported late must be there already: nobody may read the installation.
            Path("warm.py").write_bytes(GAP)
            main(["fix", "--unsafe-fixes", "--quiet", "warm.py", "--output-file", os.devnull])
            main(["check", "--quiet", "missing", "--output-file", os.devnull])
            os.unlink("warm.py")
            os.seteuid(65534)

    yield become
    as_root_again()


def as_root_again() -> None:
    if os.getuid() == 0:
        os.seteuid(0)
