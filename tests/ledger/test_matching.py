"""Finding gaps again: a move is seen, an exchange is not taken for one."""

from hypothesis import given
from hypothesis import strategies as st

from flake8_automation.ledger.keys import Key
from flake8_automation.ledger.matching import Pairing, pair

KEYS = st.builds(
    Key,
    st.sampled_from(["AUT101", "AUT102"]),
    st.sampled_from(["a.py", "b.py", "x/a.py"]),
    st.sampled_from(["", "f"]),
    st.sampled_from(["1", "2"]),
    st.integers(1, 3),
)


def key(path: str, digest: str = "1", nth: int = 1, scope: str = "f", code: str = "AUT101") -> Key:
    return Key(code, path, scope, digest, nth)


def matched(old: list[Key], new: list[Key], *there: str) -> Pairing:
    return pair(old, new, set(there).__contains__)


def test_the_same_call_in_the_same_place_is_the_same() -> None:
    assert matched([key("a.py")], [key("a.py")], "a.py").same == ((key("a.py"), key("a.py")),)


def test_another_call_rule_or_function_is_an_exchange() -> None:
    for other in (key("a.py", "2"), key("a.py", scope="g"), key("a.py", code="AUT102")):
        for there in (("a.py",), ()):
            result = matched([key("a.py")], [other], *there)
            assert result == Pairing((), (), (key("a.py"),), (other,))


def test_a_gap_of_the_whole_file_stays_the_same_whatever_stands_there() -> None:
    old, new = key("a.py", code="AUT301"), key("a.py", "2", scope="g", code="AUT301")
    assert matched([old], [new], "a.py").same == ((old, new),)
    assert matched([old], [new._replace(path="b.py")]).same == ()
    assert matched([old], [new._replace(path="b.py")]).moved == ()
    assert matched([old], [new._replace(code="AUT202")], "a.py").same == ()
    assert matched([old], [new, old], "a.py").same == ((old, old),)


def test_of_equal_gaps_as_many_are_the_same_as_there_are_in_both() -> None:
    three = [key("a.py", nth=n) for n in (1, 2, 3)]
    fewer = matched(three, three[:1], "a.py")
    assert (len(fewer.same), fewer.closed, fewer.opened) == (1, tuple(three[1:]), ())
    more = matched(three[1:2], three, "a.py")
    assert (len(more.same), more.closed, len(more.opened)) == (1, (), 2)


def test_a_file_that_is_gone_has_moved_and_one_that_is_there_has_not() -> None:
    old, new = key("a.py"), key("b.py")
    assert matched([old], [new]).moved == ((old, new),)
    assert matched([old], [new], "a.py") == Pairing((), (), (old,), (new,))


def test_a_file_that_kept_its_name_comes_first() -> None:
    old = [key("x/a.py"), key("x/b.py")]
    new = [key("y/a.py"), key("y/b.py"), key("c.py")]
    result = matched(old, new)
    assert result.moved == ((old[0], new[0]), (old[1], new[1]))
    assert result.opened == (key("c.py"),)


def test_two_files_that_become_one() -> None:
    old = [key("a.py"), key("b.py")]
    new = [key("c.py", nth=1), key("c.py", nth=2), key("c.py", nth=3)]
    result = matched(old, new)
    assert len(result.moved) == 2
    assert len(result.opened) == 1


@given(st.sets(KEYS), st.sets(KEYS), st.sets(st.sampled_from(["a.py", "b.py", "x/a.py"])))
def test_every_key_stands_in_one_place(old: set[Key], new: set[Key], there: set[str]) -> None:
    result = pair(old, new, there.__contains__)
    pairs = (*result.same, *result.moved)
    assert sorted([one for one, _ in pairs] + list(result.closed)) == sorted(old)
    assert sorted([two for _, two in pairs] + list(result.opened)) == sorted(new)
    assert all(one.is_equal_to(two) for one, two in result.same)
    assert all(one.path not in there and one.path != two.path for one, two in result.moved)
    assert all(one[2:4] == two[2:4] and one.code == two.code for one, two in pairs)


@given(st.sets(KEYS))
def test_nothing_changes_where_nothing_changed(keys: set[Key]) -> None:
    result = pair(keys, keys, {"a.py"}.__contains__)
    assert result == Pairing(tuple((k, k) for k in sorted(keys)), (), (), ())
