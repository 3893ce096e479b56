"""Where settings come from, who wins, and what is said about a configuration that is wrong."""

import contextlib
import logging
import os
from argparse import Namespace
from pathlib import Path

import pytest
from flake8 import utils
from flake8.options.config import load_config
from flake8.style_guide import Decision, DecisionEngine
from hypothesis import given
from hypothesis import strategies as st

from flake8_automation import kinds, settings
from flake8_automation.config import ConfigError, from_pyproject, load
from flake8_automation.model import Priority
from flake8_automation.settings import Settings

OURS = "[tool.flake8-automation]\n"


@pytest.fixture(autouse=True)
def home_elsewhere(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A home folder that no search stops below."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    return home


def flake8_finds(directory: Path) -> list[str]:
    """The sections of the configuration that flake8 itself finds."""
    with contextlib.chdir(directory):
        return load_config(None, [], isolated=False)[0].sections()


def error(directory: Path, **command_line: object) -> str:
    with pytest.raises(ConfigError) as caught:
        load(command_line, directory=str(directory))
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_nothing_said_means_the_defaults(tmp_path: Path) -> None:
    loaded = load({}, directory=str(tmp_path))
    assert loaded.settings == Settings()
    assert set(loaded.origins.values()) == {"default"}
    assert set(loaded.origins) == set(Settings._fields)
    assert loaded.notes == ()


def test_command_line_wins_over_pyproject_over_flake8(tmp_path: Path) -> None:
    ini = tmp_path / "setup.cfg"
    ini.write_text(
        "[flake8]\nautomation-timeout = 1\nautomation_unparsed = warn\ndisable-noqa = yes\n"
    )
    toml = tmp_path / "pyproject.toml"
    toml.write_text(f"{OURS}timeout = 2\nunparsed = 'error'\nmin-priority = 'P1'\n")
    loaded = load({"timeout": "3", "unsafe_fixes": True, "exclude": None}, directory=str(tmp_path))
    assert loaded.settings.timeout == 3
    assert loaded.settings.unparsed == "error"
    assert loaded.settings.min_priority is Priority.P1
    assert loaded.settings.disable_noqa
    assert loaded.settings.unsafe_fixes
    assert loaded.origins["timeout"] == loaded.origins["unsafe_fixes"] == "command line"
    assert loaded.origins["unparsed"] == loaded.origins["min_priority"] == str(toml)
    assert loaded.origins["disable_noqa"] == str(ini)
    assert loaded.origins["exclude"] == "default"


def test_isolated_reads_no_file(tmp_path: Path) -> None:
    (tmp_path / "setup.cfg").write_text("[flake8]\nautomation-timeout = soon\n")
    (tmp_path / "pyproject.toml").write_text(f"{OURS}timeout = 'soon'\n")
    loaded = load({}, isolated=True, config_file="missing.cfg", directory=str(tmp_path))
    assert loaded.settings == Settings()


def test_an_option_may_be_repeated_on_the_command_line(tmp_path: Path) -> None:
    given_twice = {"ignore": ["AUT101, AUT1", "A"], "exclude": ["a", "b"]}
    loaded = load(given_twice, directory=str(tmp_path), isolated=True)
    assert loaded.settings.ignore == ("AUT101", "AUT1", "A")
    assert loaded.settings.exclude == ("a", "b")


class TestSearch:
    """Which files are read."""

    def test_flake8s_order_within_a_folder(self, tmp_path: Path) -> None:
        for seconds, name in enumerate((".flake8", "tox.ini", "setup.cfg"), 1):
            (tmp_path / name).write_text(f"[flake8]\nautomation-timeout = {seconds}\n")
            assert load({}, directory=str(tmp_path)).settings.timeout == seconds

    def test_the_nearest_folder_with_a_section_wins(self, tmp_path: Path) -> None:
        below = tmp_path / "a" / "b"
        below.mkdir(parents=True)
        (tmp_path / "setup.cfg").write_text("[flake8]\nautomation-timeout = 1\n")
        (tmp_path / "a" / ".flake8").write_text("[flake8]\nautomation-unparsed = warn\n")
        (below / "setup.cfg").write_text("[metadata]\nname = x\n")
        loaded = load({}, directory=str(below))
        assert loaded.settings.timeout == 1800
        assert loaded.settings.unparsed == "warn"
        assert loaded.origins["unparsed"] == str(tmp_path / "a" / ".flake8")

    def test_a_file_with_local_plugins_only_ends_the_search_as_in_flake8(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "a").mkdir()
        (tmp_path / "setup.cfg").write_text("[flake8]\nautomation-timeout = 1\n")
        (tmp_path / "a" / "tox.ini").write_text("[flake8:local-plugins]\nextension =\n")
        assert flake8_finds(tmp_path / "a") == ["flake8:local-plugins"]
        assert load({}, directory=str(tmp_path / "a")).settings.timeout == 1800

    def test_the_nearest_pyproject_with_our_table_wins(self, tmp_path: Path) -> None:
        below = tmp_path / "a" / "b"
        below.mkdir(parents=True)
        (tmp_path / "pyproject.toml").write_text(f"{OURS}timeout = 1\n")
        (tmp_path / "a" / "pyproject.toml").write_text(f"{OURS}timeout = 2\n")
        (below / "pyproject.toml").write_text("[project]\nname = 'flake8-automation'\n")
        assert load({}, directory=str(below)).settings.timeout == 2
        layer = from_pyproject(str(below))
        assert layer
        assert layer.values == {"timeout": 2}

    @pytest.mark.parametrize("start", ["", "project", "project/deep"])
    def test_the_home_folder_counts_only_for_a_run_in_it(
        self, home_elsewhere: Path, start: str
    ) -> None:
        (home_elsewhere / ".flake8").write_text("[flake8]\nautomation-timeout = 1\n")
        (home_elsewhere / "pyproject.toml").write_text(f"{OURS}unparsed = 'warn'\n")
        directory = home_elsewhere / start
        directory.mkdir(parents=True, exist_ok=True)
        loaded = load({}, directory=str(directory))
        assert (loaded.settings.timeout == 1) is (start == "")
        assert (loaded.settings.unparsed == "warn") is (start == "")
        assert bool(flake8_finds(directory)) is (start == "")

    def test_a_relative_directory_is_the_working_one(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "pyproject.toml").write_text(f"{OURS}timeout = 7\n")
        (tmp_path / "a").mkdir()
        monkeypatch.chdir(tmp_path / "a")
        assert load({}).settings.timeout == 7


class TestNamedFile:
    """`--config FILE`."""

    def test_an_ini_file_replaces_flake8s_files_only(self, tmp_path: Path) -> None:
        (tmp_path / "setup.cfg").write_text("[flake8]\nautomation-timeout = 1\n")
        (tmp_path / "pyproject.toml").write_text(f"{OURS}unparsed = 'warn'\n")
        (tmp_path / "other.cfg").write_text("[flake8]\nextend-exclude = a/b\n")
        loaded = load({}, config_file="other.cfg", directory=str(tmp_path))
        assert loaded.settings.timeout == 1800
        assert loaded.settings.unparsed == "warn"
        assert loaded.settings.extend_exclude == (str(tmp_path / "a/b"),)

    def test_a_toml_file_replaces_pyproject_only(self, tmp_path: Path) -> None:
        (tmp_path / "setup.cfg").write_text("[flake8]\nautomation-unparsed = warn\n")
        (tmp_path / "pyproject.toml").write_text(f"{OURS}timeout = 1\n")
        (tmp_path / "other.toml").write_text(f"{OURS}min-priority = 'p0'\n")
        loaded = load({}, config_file="other.toml", directory=str(tmp_path))
        assert loaded.settings.timeout == 1800
        assert loaded.settings.unparsed == "warn"
        assert loaded.settings.min_priority is Priority.P0

    @pytest.mark.parametrize(
        ("name", "message"),
        [("missing.cfg", "missing.cfg: no such file"), ("folder", "folder: not a file")],
    )
    def test_it_must_be_a_file(self, tmp_path: Path, name: str, message: str) -> None:
        (tmp_path / "folder").mkdir()
        with pytest.raises(ConfigError, match=message):
            load({}, config_file=name, directory=str(tmp_path))

    @pytest.mark.parametrize(
        ("name", "section"), [("x.cfg", "[flake8]"), ("x.toml", "[tool.flake8-automation]")]
    )
    def test_without_our_section_there_is_a_note(
        self, tmp_path: Path, name: str, section: str
    ) -> None:
        (tmp_path / name).write_text("")
        loaded = load({}, config_file=name, directory=str(tmp_path))
        assert loaded.notes == (f"{name}: has no {section}, so nothing is read from it",)


class TestWrong:
    """One line that names the file, the option, and what was expected."""

    def test_wrong_type_in_pyproject(self, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text(f"{OURS}timeout = 'soon'\n")
        assert error(tmp_path) == (
            "pyproject.toml: [tool.flake8-automation] timeout: "
            "expected a whole number of seconds, 1 or more, not 'soon'"
        )

    @pytest.mark.parametrize(
        "line",
        [
            "timeout = 0",
            "timeout = -5",
            "timeout = 1.5",
            "timeout = true",
            "timeout = [1]",
            "unsafe-fixes = 'perhaps'",
            "unsafe-fixes = []",
            "select = 3",
            "select = ['aut101']",
            "select = {}",
            "exclude = [1]",
            "per-file-ignores = ['x']",
            "per-file-ignores = {'x' = 3}",
            "per-file-ignores = 'x'",
            "min-priority = 1",
            "min-priority = 'P4'",
            "unparsed = ['error']",
            "unparsed = 'fatal'",
            "guard-names = {a = 1}",
        ],
    )
    def test_every_wrong_type_is_told(self, tmp_path: Path, line: str) -> None:
        (tmp_path / "pyproject.toml").write_text(f"{OURS}{line}\n")
        option = line.partition(" ")[0]
        assert error(tmp_path).startswith(
            f"pyproject.toml: [tool.flake8-automation] {option}: expected "
        )

    def test_wrong_text_in_flake8s_file(self, tmp_path: Path) -> None:
        (tmp_path / "a").mkdir()
        (tmp_path / "tox.ini").write_text("[flake8]\nautomation_timeout =\n  10\n  20\n")
        assert error(tmp_path / "a") == (
            f"{tmp_path}/tox.ini: [flake8] automation_timeout: "
            "expected a whole number of seconds, 1 or more, not '10 20'"
        )

    def test_a_comment_behind_a_value_is_part_of_it_as_in_flake8(self, tmp_path: Path) -> None:
        (tmp_path / ".flake8").write_text("[flake8]\n# a comment\nignore =\n  # another\n  E203\n")
        assert load({}, directory=str(tmp_path)).settings.ignore == ("E203",)
        (tmp_path / ".flake8").write_text("[flake8]\nignore = E203  # too long\n")
        assert error(tmp_path).endswith("not 'E203 # too long'")

    def test_wrong_text_on_the_command_line(self, tmp_path: Path) -> None:
        assert error(tmp_path, min_priority="high") == (
            "--min-priority: expected P0, P1, P2 or P3, not 'high'"
        )

    @pytest.mark.parametrize(
        ("name", "nearest"),
        [
            ("timeot", "timeout"),
            ("automation-timeout", "timeout"),
            ("extend_select", "extend-select"),
            ("unsafe", "unsafe-fixes"),
        ],
    )
    def test_unknown_option_in_pyproject(self, tmp_path: Path, name: str, nearest: str) -> None:
        (tmp_path / "pyproject.toml").write_text(f"{OURS}{name} = 1\n")
        assert error(tmp_path) == (
            f"pyproject.toml: [tool.flake8-automation] {name}: "
            f"no such option: did you mean {nearest}?"
        )

    def test_an_option_like_no_other_gets_the_list(self, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text(f"{OURS}zzz = 1\n")
        assert "zzz: no such option: there are select, extend-select" in error(tmp_path)

    @pytest.mark.parametrize(
        ("name", "nearest"),
        [
            ("automation-timeot", "automation-timeout"),
            ("automation_minpriority", "automation-min-priority"),
            ("automation-select", "select"),
        ],
    )
    def test_unknown_option_of_ours_in_flake8s_file(
        self, tmp_path: Path, name: str, nearest: str
    ) -> None:
        (tmp_path / "setup.cfg").write_text(f"[flake8]\nmax-line-length = 9\n{name} = 1\n")
        message = error(tmp_path)
        assert message.startswith("setup.cfg: [flake8] automation-")
        assert message.endswith(f"no such option: did you mean {nearest}?")

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("setup.cfg", b"[flake8]\nselect\n"),
            ("setup.cfg", b"select = A\n[flake8]\n"),
            ("tox.ini", b"[flake8]\nselect = A\nselect = B\n"),
            ("tox.ini", b"[flake8]\n[flake8]\n"),
            (".flake8", b"[flake8]\nexclude = caf\xe9\n"),
            ("pyproject.toml", b"[tool.flake8-automation]\ntimeout = \n"),
            ("pyproject.toml", b"[tool.flake8-automation]\ntimeout = 1\ntimeout = 2\n"),
            ("pyproject.toml", b"[tool.flake8-automation]\nexclude = 'caf\xe9'\n"),
            ("pyproject.toml", b"# flake8-automation\na = " + b"[" * 5000),
            ("pyproject.toml", b"tool = 3  # flake8-automation\n"),
            ("pyproject.toml", b"[tool]\nflake8-automation = 3\n"),
        ],
    )
    def test_broken_file(self, tmp_path: Path, name: str, content: bytes) -> None:
        (tmp_path / name).write_bytes(content)
        message = error(tmp_path)
        assert message.startswith(f"{name}:")
        assert "<string>" not in message

    def test_a_broken_file_that_is_not_ours_is_passed_over(self, tmp_path: Path) -> None:
        (tmp_path / "tox.ini").write_bytes(b"nonsense \xff\n")
        (tmp_path / "pyproject.toml").write_bytes(b"nonsense \xff\n")
        (tmp_path / ".flake8").mkdir()
        os.mkfifo(tmp_path / "setup.cfg")
        assert load({}, directory=str(tmp_path)).settings == Settings()


class TestCodes:
    """Codes that no rule has."""

    @pytest.mark.parametrize("option", ["select", "ignore", "extend_select", "extend_ignore"])
    def test_on_the_command_line(self, tmp_path: Path, option: str) -> None:
        message = error(tmp_path, **{option: "AUT101,AUT109"})
        spelled = option.replace("_", "-")
        wanted = f"--{spelled}: no rule has the code AUT109: did you mean AUT10"
        assert message.startswith(wanted)

    def test_of_another_tool(self, tmp_path: Path) -> None:
        message = error(tmp_path, select="FOO")
        assert message.startswith("--select: no rule has the code FOO: the codes are AUT101")

    def test_in_pyproject(self, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text(
            f"{OURS}per-file-ignores = {{'a.py' = ['E501']}}\n"
        )
        assert "per-file-ignores: no rule has the code E501" in error(tmp_path)

    @pytest.mark.parametrize("prefix", ["A", "AUT", "AUT1", "AUT101"])
    def test_the_beginning_of_a_code_is_enough(self, tmp_path: Path, prefix: str) -> None:
        assert load({"select": prefix}, directory=str(tmp_path)).settings.select == (prefix,)

    def test_in_flake8s_file_foreign_codes_are_normal(self, tmp_path: Path) -> None:
        (tmp_path / "setup.cfg").write_text(
            "[flake8]\nselect = E,ABCD123,AUT1\nignore = W503, AUT9\nper-file-ignores = a.py:F401\n"
        )
        loaded = load({}, directory=str(tmp_path))
        assert loaded.settings.select == ("E", "ABCD123", "AUT1")
        assert loaded.settings.ignore == ("W503", "AUT9")
        assert loaded.notes == ()


class TestForeignSelect:
    """A `[flake8] select` that names none of our codes."""

    def test_it_is_ignored_with_a_note(self, tmp_path: Path) -> None:
        (tmp_path / "tox.ini").write_text("[flake8]\nselect = E,F,W\n")
        loaded = load({}, directory=str(tmp_path))
        assert loaded.settings.selects("AUT101")
        assert loaded.origins["select"] == "default"
        assert loaded.notes == ("tox.ini: [flake8] select names none of the codes AUT...: ignored",)

    def test_it_counts_where_extend_select_names_ours(self, tmp_path: Path) -> None:
        (tmp_path / "tox.ini").write_text("[flake8]\nselect = E,F,W\nextend-select = AUT2\n")
        loaded = load({}, directory=str(tmp_path))
        assert loaded.notes == ()
        assert loaded.settings.selects("AUT201")
        assert not loaded.settings.selects("AUT101")

    def test_it_does_not_matter_where_another_select_wins(self, tmp_path: Path) -> None:
        (tmp_path / "tox.ini").write_text("[flake8]\nselect = E,F,W\n")
        loaded = load({"select": "AUT1"}, directory=str(tmp_path))
        assert loaded.notes == ()
        assert loaded.settings.select == ("AUT1",)
        (tmp_path / "pyproject.toml").write_text(f"{OURS}select = []\n")
        loaded = load({}, directory=str(tmp_path))
        assert loaded.notes == ()
        assert loaded.origins["select"] == str(tmp_path / "pyproject.toml")


class TestPatterns:
    """Patterns are made absolute as flake8 does it."""

    def test_of_excludes_by_the_folder_of_the_file(self, tmp_path: Path) -> None:
        below = tmp_path / "a"
        below.mkdir()
        (tmp_path / "setup.cfg").write_text("[flake8]\nexclude = build, gen/x, ./\n")
        (tmp_path / "pyproject.toml").write_text(f"{OURS}extend-exclude = ['*.bak', '../up']\n")
        found = load({}, directory=str(below)).settings
        assert found.exclude == ("build", str(tmp_path / "gen/x"), str(tmp_path))
        assert found.extend_exclude == ("*.bak", str(tmp_path.parent / "up"))
        found = load({"exclude": "gen/x"}, directory=str(below)).settings
        assert found.exclude == (str(below / "gen/x"),)

    def test_of_per_file_ignores_by_the_working_directory(self, tmp_path: Path) -> None:
        below = tmp_path / "a"
        below.mkdir()
        (tmp_path / "setup.cfg").write_text(
            "[flake8]\nper-file-ignores =\n  # generated\n  gen/*:AUT101,E501\n  x.py y.py:AUT1\n"
        )
        found = load({}, directory=str(below)).settings
        assert found.per_file_ignores == (
            (str(below / "gen/*"), ("AUT101", "E501")),
            ("x.py", ("AUT1",)),
            ("y.py", ("AUT1",)),
        )
        found = load({"per-file-ignores": ["t/*:AUT1", "u.py:A"]}, directory=str(below)).settings
        assert found.per_file_ignores == ((str(below / "t/*"), ("AUT1",)), ("u.py", ("A",)))

    @given(
        pattern=st.text("ab*?[]./", min_size=1, max_size=8),
        path=st.text("ab./", min_size=1, max_size=8),
        folder=st.sampled_from([".", "/", "/a", "/a/b", "a"]),
    )
    def test_agreement_with_flake8(self, pattern: str, path: str, folder: str) -> None:
        ours = settings.normalised(pattern, folder)
        assert ours == utils.normalize_path(pattern, folder)
        assert settings.matches(path, [ours]) == utils.matches_filename(
            path,
            patterns=[ours],
            log_message="%(path)s %(whether)s",
            logger=logging.getLogger("silent"),
        )


def test_a_working_directory_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    (tmp_path / "a").rmdir()
    with pytest.raises(ConfigError, match="the working directory does not exist any more"):
        load({})


PREFIXES = st.lists(st.sampled_from(["A", "AUT", "AUT1", "AUT101", "AUT2", "E"]), max_size=3)


@given(select=PREFIXES, extend_select=PREFIXES, ignore=PREFIXES, extend_ignore=PREFIXES)
def test_selection_is_decided_as_flake8_decides(**prefixes: list[str]) -> None:
    given_or_not = {name: value or None for name, value in prefixes.items()}
    options = Namespace(
        **given_or_not, extended_default_select=["AUT", "E"], extended_default_ignore=[]
    )
    engine = DecisionEngine(options)
    lists = {name: tuple(value) for name, value in prefixes.items()}
    chosen = Settings(**lists)  # type: ignore[arg-type]
    for code in ("AUT101", "AUT201"):
        assert chosen.selects(code) is (engine.decision_for(code) is Decision.Selected)


class TestPairs:
    """Pairs of files and codes mean what flake8 says, whether or not its own code is asked."""

    PART = st.sampled_from(
        [*("a.py", "t/*", "E", "E1", "T101", "AUT1", "e1", "É", "1E", "E1x"), *" ,:\n\t\r\f\x1c#"]
    )

    @given(st.lists(PART, max_size=12).map("".join))
    def test_agreement_with_flake8(self, text: str) -> None:
        read = kinds._plain_pairs(text)
        if read is not None:
            expected = utils.parse_files_to_codes_mapping(text)
            assert read == tuple((file, tuple(codes)) for file, codes in expected)

    @pytest.mark.parametrize(
        ("text", "pairs"),
        [
            ("", ()),
            ("\n", ()),
            ("a.py:E1", (("a.py", ("E1",)),)),
            ("\n  a.py: E1, W2\n\nt/*:AUT", (("a.py", ("E1", "W2")), ("t/*", ("AUT",)))),
            ("a.py b.py:E1", None),
            ("a.py:\n  E1", None),
            ("a.py", None),
            ("a.py :E1", None),
        ],
    )
    def test_what_is_plain(self, text: str, pairs: kinds.PerFile | None) -> None:
        assert kinds._plain_pairs(text) == pairs
