"""What a name refers to, judged against Python itself: made-up programs are run and watched."""

import random
import re
from collections.abc import Callable
from functools import partial
from itertools import chain

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import field
from flake8_automation.source import Source

RUN = frozenset({"subprocess.run"})


def hits(text: str, targets: frozenset[str] = RUN) -> list[int]:
    """The lines (1-based) of the calls that surely are `subprocess.run`."""
    source = Source("m.py", text)
    found = Names(source).calls_to(targets)
    return [source.span_of(field(call, "function")).end.line for call, _ in found]


# In each program the lines that end in `#!` call `subprocess.run`, and no others do.
PROGRAMS = {
    "plain": """
        import subprocess
        subprocess.run(x) #!
        subprocess.run (x) #!
        subprocess.Popen(x)
        subprocess.run
        f(subprocess.run)
        """,
    "module under another name": """
        import subprocess as A
        A.run(x) #!
        subprocess.run(x)
        """,
    "imported by itself": """
        from subprocess import run
        run(x) #!
        """,
    "imported under another name": """
        from subprocess import run as A, call as B
        A(x) #!
        B(x)
        """,
    "imported with others": """
        import os, subprocess as A, sys
        from subprocess import (
            PIPE,
            run as B,
        )
        A.run(x) #!
        B(x) #!
        os.run(x)
        """,
    "imported with a star": """
        from subprocess import *
        run(x) #!
        """,
    "a star of something else": """
        from elsewhere import *
        run(x)
        """,
    "imported from elsewhere": """
        from elsewhere import run as A
        from .subprocess import run as B
        from . import subprocess as C
        from elsewhere import subprocess as D
        import elsewhere.subprocess as E
        A(x)
        B(x)
        C.run(x)
        D.run(x)
        E.run(x)
        """,
    "not imported at all": """
        subprocess.run(x)
        run(x)
        """,
    "imported below": """
        def A():
            subprocess.run(x) #!
        import subprocess
        """,
    "a chain of names": """
        import subprocess as A
        B = A
        C = B.run
        D = C
        D(x) #!
        B.run(x) #!
        """,
    "two names at once": """
        import subprocess as A
        B = C = A.run
        B(x) #!
        C(x) #!
        D, E = A.run, other
        D(x) #!
        E(x)
        [F, (G, H)] = [other, (A.run, other)]
        F(x)
        G(x) #!
        H(x)
        """,
    "a name annotated": """
        import subprocess as A
        B: object = A.run
        B(x) #!
        """,
    "a walrus": """
        import subprocess as A
        (B := A.run)(x) #!
        B(x) #!
        if (C := A.call)(x):
            C(x)
        """,
    "a walrus leaves a comprehension": """
        import subprocess as A
        [(B := A.run) for D in y]
        B(x) #!
        """,
    "getattr": """
        import subprocess as A
        getattr(A, "run")(x) #!
        getattr(A, "ru" "n")(x) #!
        getattr(A, "call")(x)
        getattr(A, y)(x)
        B = getattr(A, "run")
        B(x) #!
        """,
    "own getattr": """
        import subprocess as A
        def getattr(B, C):
            return other
        getattr(A, "run")(x)
        """,
    "loaded by name": """
        import importlib
        from importlib import import_module as A
        importlib.import_module("subprocess").run(x) #!
        A("subprocess").run(x) #!
        __import__("subprocess").run(x) #!
        B = A("subprocess")
        B.run(x) #!
        A("elsewhere").run(x)
        A(y).run(x)
        """,
    "partial": """
        import functools
        import subprocess as A
        from functools import partial as B
        C = B(A.run, check=True)
        C(x) #!
        functools.partial(A.run)(x) #!
        B(A.call)(x)
        B(A.run)
        """,
    "own partial": """
        import subprocess as A
        from elsewhere import partial
        partial(A.run)(x)
        """,
    "class attributes": """
        import subprocess as A
        class B:
            C = A.run
            D = staticmethod(A.run)
            E = other
            def F(self):
                self.D(x) #!
                self.E(x)
                B.D(x) #!
                C(x)
        B.C(x) #!
        B.E(x)
        """,
    "own method": """
        import subprocess as A
        class B(A.Popen):
            def run(self):
                self.run(x)
            @classmethod
            def C(cls):
                cls.run(x)
        B.run(x)
        B().run(x)
        """,
    "one of two": """
        import subprocess as A
        B = A.run if y else A.run
        C = A.run if y else other
        B(x) #!
        C(x)
        (A.run if y else A.run)(x) #!
        """,
    "if and else with a comment between them": """
        import subprocess as A
        B = (
            A.run  # one
            if y
            # two
            else A.run
        )
        B(x) #!
        """,
    "if and else agree": """
        if y:
            import subprocess as A
        else:
            import subprocess as A
        A.run(x) #!
        """,
    "if and else differ": """
        import subprocess as A
        if y:
            B = A.run
        else:
            B = other
        B(x)
        """,
    "a failed import": """
        try:
            import subprocess32 as A
        except ImportError:
            import subprocess as A
        A.run(x) #!
        """,
    "a failed import and nothing": """
        try:
            from subprocess import run as A
        except ImportError:
            A = None
        A(x) #!
        """,
    "a failed import and an own function": """
        try:
            from subprocess import run as A
        except ImportError:
            def A(B):
                return other
        A(x) #!
        """,
    "nothing, then a value": """
        import subprocess as A
        B = None
        def C():
            global B
            B = A.run
        def D():
            B(x) #!
        """,
    "shadowed by a parameter": """
        import subprocess as A
        def B(A):
            A.run(x)
        def C(D, A=y):
            A.run(x)
        def E(*A):
            A.run(x)
        def F(**A):
            A.run(x)
        def G(A: int):
            A.run(x)
        def H(D, /, *, A):
            A.run(x)
        lambda A: A.run(x)
        """,
    "a parameter elsewhere": """
        import subprocess as A
        def B(A):
            pass
        A.run(x) #!
        def C(D=A.run(x)): #!
            A.run(x) #!
        lambda B: A.run(x) #!
        """,
    "shadowed by a loop": """
        import subprocess as A
        for A in y:
            A.run(x)
        A.run(x)
        """,
    "shadowed by a part of a loop": """
        import subprocess as A
        def C():
            import subprocess as A
            for B, (A, *D) in y:
                A.run(x)
        """,
    "shadowed by with": """
        import subprocess as A
        with y as A:
            A.run(x)
        with y as (B, C):
            B.run(x)
        """,
    "shadowed by an exception": """
        import subprocess as A
        def B():
            try:
                pass
            except y as A:
                A.run(x)
        """,
    "shadowed by def": """
        from subprocess import run as A
        def A(B):
            pass
        A(x)
        """,
    "shadowed by class": """
        from subprocess import run as A
        class A:
            pass
        A(x)
        """,
    "shadowed by import": """
        import subprocess as A
        A.run(x) #!
        import elsewhere as A
        A.run(x)
        """,
    "deleted": """
        from subprocess import run as A
        A(x) #!
        del A
        A(x)
        """,
    "shadowed by a comprehension": """
        import subprocess as A
        [A.run(x) for A in y]
        {A.run(x) for A in y}
        {A.run(x): A.run(x) for A in y}
        list(A.run(x) for A in y)
        [A.run(x) for B in y for A in B]
        A.run(x) #!
        [B for B in A.run(x)] #!
        [B for B in y if A.run(x)] #!
        [A for A in A.run(x)] #!
        """,
    "shadowed by a pattern": """
        import subprocess as A
        def B():
            match y:
                case [A, *C]:
                    A.run(x)
        def C():
            match y:
                case {"a": A}:
                    A.run(x)
        def D():
            match y:
                case int() as A:
                    A.run(x)
        """,
    "shadowed by an assignment further down": """
        import subprocess as A
        def B():
            A.run(x)
            A = y
        """,
    "changed in place": """
        import subprocess as A
        B = A.run
        B += y
        B(x)
        """,
    "global": """
        A = y
        def B():
            global A
            import subprocess as A
            A.run(x)
        """,
    "global alone": """
        def B():
            global A
            import subprocess as A
        def C():
            A.run(x) #!
        """,
    "nonlocal": """
        def B():
            A = None
            def C():
                nonlocal A
                import subprocess as A
            A.run(x) #!
        def D():
            import subprocess as A
            def C():
                nonlocal A
                A = y
            C()
            A.run(x)
        """,
    "global, rebound by a function": """
        import subprocess as A
        def B():
            global A
            A = y
        B()
        A.run(x)
        """,
    "partial under another name": """
        import subprocess as A
        from functools import partial as B
        from elsewhere import partial as C
        B(A.run)(x) #!
        C(A.run)(x)
        """,
    "seen in a function only": """
        def B():
            import subprocess as A
            A.run(x) #!
            def C():
                A.run(x) #!
        def D():
            A.run(x)
        A.run(x)
        """,
    "a class body is not seen from its methods": """
        class B:
            import subprocess as A
            A.run(x) #!
            def C(self):
                A.run(x)
                self.A.run(x)
        """,
    "a class body before it binds": """
        import subprocess as A
        class B:
            A.run(x)
            if y:
                A = other
            A.run(x)
            A = other
        """,
    "a class body before it imports": """
        A = other
        class B:
            A.run(x)
            import subprocess as A
            A.run(x) #!
        """,
    "a method beside a global": """
        from subprocess import run as A
        class B:
            def A(self):
                A(x) #!
                self.A(x)
        """,
    "a class body and its comprehensions": """
        class B:
            import subprocess as A
            [A.run(x) for C in y]
            [C for C in A.run(x)] #!
        """,
    "decorators and bases": """
        import subprocess as A
        @A.run(x) #!
        def B(): pass
        @A.run(x) #!
        class C(A.run(x)): pass #!
        """,
    "annotations": """
        import subprocess as A
        def B(A: A.run(x)) -> A.run(x): pass #! #!
        """,
    "rebound on the way": """
        import subprocess as A
        B = other
        B(x)
        B = A.run
        B(x) #!
        B = other
        B(x)
        """,
    "rebound in a loop": """
        import subprocess as A
        B = A.run
        while y:
            B(x)
            B = other
        """,
    "in circles": """
        A = B
        B = A
        A(x)
        B.run(x)
        """,
    "awaited, starred, nested": """
        import subprocess as A
        async def B():
            await A.run(x) #!
        f(*A.run(x)) #!
        A.run(A.run(x)) #! #!
        A.run(x).stdout.run(x) #!
        (A).run(x) #!
        ((A.run))(x) #!
        """,
    "keywords and attributes of that name": """
        import subprocess as A
        f(A=y)
        y.A = other
        A.run(x) #!
        """,
    "text and comments": """
        import subprocess
        '''subprocess.run(x)'''
        # subprocess.run(x)
        f'{subprocess.run(x)}' #!
        f'{{subprocess.run(x)}}'
        """,
    "other calls": """
        import asyncio
        import subprocess as A
        asyncio.to_thread(A.run, x)
        A.run.mock(x)
        A.A.run(x)
        f().run(x)
        """,
}
# The same for calls of the builtin `input`.
QUESTIONS = {
    "the builtin": """
        input(x) #!
        import builtins as A
        A.input(x) #!
        B = input
        B(x) #!
        """,
    "for two versions of Python": """
        try:
            input = raw_input
        except NameError:
            pass
        input(x) #!
        """,
    "from six": """
        from six.moves import input as A
        A(x) #!
        """,
    "of others": """
        import fileinput
        fileinput.input(x)
        y.input(x)
        def A(input):
            input(x)
        class B:
            def input(self):
                self.input(x)
                input(x) #!
        """,
    "an own function": """
        def input(A):
            return A
        input(x)
        """,
    "imported": """
        from elsewhere import input
        input(x)
        """,
    "bound in another function": """
        def A():
            input = y
            input(x)
        def B():
            input(x) #!
        """,
}
LETTERS = "ABCDEFGH"
MOVABLE = [n for n, text in PROGRAMS.items() if "import *" not in text and "global" not in text]


def program(name: str) -> list[str]:
    """The lines of a program, without their common indentation."""
    text = PROGRAMS.get(name) or QUESTIONS[name]
    return [line.removeprefix(" " * 8) for line in text.strip("\n").split("\n")[:-1]]


def marked(lines: list[str]) -> list[int]:
    return [number for number, line in enumerate(lines, 1) for _ in range(line.count("#!"))]


def agrees(lines: list[str]) -> bool:
    return hits("\n".join(lines) + "\n") == marked(lines)


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_marked_lines_are_found(name: str):
    lines = program(name)
    compile("\n".join(lines), name, "exec")
    assert hits("\n".join(lines) + "\n") == marked(lines)


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_marked_questions_are_found(name: str):
    lines = program(name)
    found = hits("\n".join(lines) + "\n", frozenset({"builtins.input"}))
    assert found == marked(lines)


IDENTIFIERS = st.sampled_from(["run_", "sp", "check", "_x", "self_", "été", "a1", "Run", "B", "q"])


@given(
    name=st.sampled_from(list(PROGRAMS)),
    names=st.lists(IDENTIFIERS, min_size=8, max_size=8, unique=True),
)
def test_the_answer_does_not_depend_on_how_things_are_called(name: str, names: list[str]):
    chosen = dict(zip(LETTERS, names, strict=True))
    lines = [re.sub(r"\b[A-H]\b", lambda m: chosen[m[0]], line) for line in program(name)]
    assert agrees(lines)


@given(name=st.sampled_from(list(PROGRAMS)), chance=st.randoms(use_true_random=False))
def test_the_answer_does_not_depend_on_the_layout(name: str, chance: random.Random):
    lines = []
    for line in program(name):
        indent = line[: len(line) - len(line.lstrip())]
        noise = chance.sample(["", f"{indent}# A.run(x)", "\f", "   "], chance.randrange(4))
        lines += [*noise, line + chance.choice(["", "  ", "  # B = other"])]
    assert agrees(lines)


def in_function(lines: list[str]) -> list[str]:
    return ["def outer():", *(f"    {line}" for line in lines)]


def in_method(lines: list[str]) -> list[str]:
    return ["class Outer:", *(f"    {line}" for line in in_function(lines))]


def in_branch(lines: list[str]) -> list[str]:
    return ["if y:", *(f"    {line}" for line in lines)]


def in_try(lines: list[str]) -> list[str]:
    return ["try:", *(f"    {line}" for line in lines), "finally:", "    pass"]


def in_with(lines: list[str]) -> list[str]:
    return ["with y as z:", *(f"    {line}" for line in lines)]


WRAPS: list[Callable[[list[str]], list[str]]] = [
    in_function,
    in_method,
    in_branch,
    in_try,
    in_with,
]


@pytest.mark.parametrize("wrap", WRAPS)
@pytest.mark.parametrize("name", MOVABLE)
def test_the_answer_does_not_depend_on_where_it_stands(
    name: str, wrap: Callable[[list[str]], list[str]]
):
    lines = wrap(program(name))
    assert hits("\n".join(lines) + "\n") == marked(lines)


@given(st.lists(st.sampled_from(MOVABLE), min_size=2, max_size=4))
def test_functions_do_not_disturb_each_other(names: list[str]):
    assert agrees([line for name in names for line in in_function(program(name))])


# Programs at random: Python runs them, and tells which calls went to `subprocess.run`.


class Thing:
    """A stand-in for whatever a name may refer to; calling it tells which it was."""

    def __init__(self, kind: str, log: list[tuple[int, bool]]) -> None:
        self.kind = kind
        self.log = log

    def __getattr__(self, name: str) -> "Thing":
        if name.startswith("__"):
            raise AttributeError(name)
        is_run = self.kind == "module" and name == "run"
        return Thing("run" if is_run else "other", self.log)

    def __call__(self, number: object) -> "Thing":
        if isinstance(number, int):
            self.log.append((number, self.kind == "run"))
        return Thing("other", self.log)

    def __iadd__(self, _: object) -> object:
        return Thing("other", self.log)

    def __enter__(self) -> object:
        return Thing("other", self.log)

    def __exit__(self, *_: object) -> None:
        pass


def executed(text: str, seed: int) -> list[tuple[int, bool]]:
    """The number of every call that is executed, and whether it went to `subprocess.run`."""
    log: list[tuple[int, bool]] = []
    chance = random.Random(seed)
    module = Thing("module", log)

    def importing(name: str, *_: object) -> Thing:
        return module if name == "subprocess" else Thing("other", log)

    known = {
        "__import__": importing,
        "__build_class__": __build_class__,
        "other": Thing("other", log),
        "maybe": lambda: chance.random() < 0.5,
        "times": lambda: range(chance.randrange(3)),
        "Exception": Exception,
        "ValueError": ValueError,
    }
    try:
        exec(compile(text, "made up", "exec"), {"__builtins__": known, "__name__": "m"})
    except Exception:  # noqa: BLE001 - an unbound name, most likely: the program ends there
        return log
    return log


NAME = st.sampled_from(["a", "b", "c"])
VALUE = st.one_of(NAME, NAME.map("{}.run".format), st.sampled_from(["other", "a.call"]))
CALLS = st.one_of(NAME, NAME.map("{}.run".format)).map("{}(#)".format)
SIMPLE = st.one_of(
    CALLS,
    CALLS,
    st.builds("import subprocess as {}".format, NAME),
    st.builds("from subprocess import run as {}".format, NAME),
    st.builds("import elsewhere as {}".format, NAME),
    st.builds("{} = {}".format, NAME, VALUE),
    st.builds("{}: object = {}".format, NAME, VALUE),
    st.builds("{} = {} = {}".format, NAME, NAME, VALUE),
    st.builds("{}, {} = {}, {}".format, NAME, NAME, VALUE, VALUE),
    st.builds("({} := {})".format, NAME, VALUE),
    st.builds("({} := {})(#)".format, NAME, VALUE),
    st.builds("for {} in [other]: pass".format, NAME),
    st.builds("with {} as {}: pass".format, VALUE, NAME),
    st.builds("def {}(n): other(n)".format, NAME),
    st.builds("class {}: run = other".format, NAME),
    st.builds("del {}".format, NAME),
    st.builds("{} += other".format, NAME),
    st.builds("[{} for {} in [other]]".format, CALLS, NAME),
)


def blocks(inner: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    """Statements that hold others."""

    def under(head: str, block: list[str], *rest: str) -> list[str]:
        return [head, *(f"    {line}" for line in block), *rest]

    def function(head: str, first: str, block: list[str]) -> list[str]:
        return under(f"def f({head}):", [first, *block], "f()")

    parameters = st.one_of(st.just(""), st.builds("{}={}".format, NAME, VALUE))
    declared = st.sampled_from(["pass", "pass", "global", "nonlocal"]).flatmap(
        lambda word: st.just(word) if word == "pass" else st.builds(f"{word} {{}}".format, NAME)
    )
    return st.one_of(
        st.builds(partial(under, "if maybe():"), inner),
        st.builds(lambda one, two: under("if maybe():", one, *under("else:", two)), inner, inner),
        st.builds(partial(under, "for z in times():"), inner),
        st.builds(lambda n, block: under(f"for {n} in [other]:", block), NAME, inner),
        st.builds(lambda one, two: under("try:", one, *under("finally:", two)), inner, inner),
        st.builds(
            lambda one, two: under("try:", one, *under("except Exception:", two)), inner, inner
        ),
        st.builds(
            lambda n, b: under("try:", ["other.x = 1 / 0"], *under(f"except Exception as {n}:", b)),
            NAME,
            inner,
        ),
        st.builds(lambda n, b: under("match other:", under(f"case {n}:", b)), NAME, inner),
        st.builds(function, parameters, declared, inner),
        st.builds(partial(under, "class K:"), inner),
        st.builds(lambda n, block: under(f"with other as {n}:", block), NAME, inner),
    )


# What a parameter or the target of a loop is given is not followed, nor when a lambda is called:
# such calls need not be found.
GIVEN = st.one_of(
    st.builds("(lambda {}: {})(other)".format, NAME, CALLS),
    st.builds("[({} := {}) for z in times()]".format, NAME, VALUE),
    st.builds("(lambda {}={}: {})()".format, NAME, VALUE, CALLS),
    st.builds("[{} for {} in [{}]]".format, CALLS, NAME, VALUE),
)
LINE = st.one_of(SIMPLE, SIMPLE, SIMPLE, GIVEN).map(lambda line: [line])
STRAIGHT = st.lists(SIMPLE, min_size=3, max_size=10)
NESTED = st.recursive(
    LINE,
    lambda inner: st.lists(st.one_of(LINE, LINE, blocks(inner)), min_size=2, max_size=5).map(
        lambda parts: list(chain.from_iterable(parts))
    ),
    max_leaves=8,
)
START = ["import subprocess as a", "b = a.run", "c = other"]


def numbered(lines: list[str]) -> str:
    """The program, with a number for each call."""
    parts = ("\n".join([*START, *lines]) + "\n").split("#")
    return "".join(f"{part}{i}" for i, part in enumerate(parts[:-1])) + parts[-1]


def reported(text: str) -> set[int]:
    found = Names(Source("m.py", text)).calls_to(RUN)
    arguments = [field(call, "arguments").text() for call, _ in found]
    return {int(argument.strip("()")) for argument in arguments}


def compiles(text: str) -> bool:
    try:
        compile(text, "m", "exec")
    except SyntaxError:
        return False
    return True


@settings(max_examples=400, deadline=None)
@given(STRAIGHT)
def test_straight_code_is_read_as_python_runs_it(lines: list[str]):
    text = numbered(lines)
    assume(compiles(text))
    log = executed(text, 0)
    assert reported(text) & {number for number, _ in log} == {n for n, is_run in log if is_run}


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(NESTED)
def test_what_is_reported_is_never_something_else(lines: list[str]):
    text = numbered(lines)
    assume(compiles(text))
    wrong = {n for seed in range(8) for n, is_run in executed(text, seed) if not is_run}
    assert not reported(text) & wrong
