"""YAML as nodes: positions, aliases, merges, comments, and what is no YAML."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flake8_automation.yaml_nodes import Invalid, Kind, Node, comments, digest, entries, nodes, read


def only(text: str) -> Node:
    (document,) = read(text)
    return document


def data(node: Node) -> object:
    """What a node stands for, with scalars as texts."""
    if node.kind is Kind.SCALAR:
        return node.value
    if node.kind is Kind.SEQUENCE:
        return [data(item) for item in node.items]
    return {key: data(value) for key, (_, value) in entries(node).items()}


def test_keys_are_as_they_are_written() -> None:
    assert data(only("on: push\nyes: 08\n1.0: ~\n")) == {"on": "push", "yes": "08", "1.0": "~"}


def test_offsets_count_characters_of_the_text() -> None:
    text = "# é😀\r\nkey: \"é😀 x\"  # c\r\nlist: [a, '😀']\r\n"
    found = {text[n.start : n.end] for n in nodes([only(text)]) if n.kind is Kind.SCALAR}
    assert found == {"key", '"é😀 x"', "list", "a", "'😀'"}


def test_an_alias_is_the_node_that_it_names() -> None:
    first, second = (value for _, value in only("a: &x [1]\nb: *x\n").pairs)
    assert first is second


def test_what_stands_in_a_mapping_wins_over_what_is_merged_and_the_first_over_the_second() -> None:
    text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 3\n"
    assert data(only(text))["c"] == {"x": "3", "y": "1", "z": "2"}  # type: ignore[index]


def test_merges_are_followed_through_merges() -> None:
    text = "a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b}\n"
    assert data(only(text))["c"] == {"x": "1", "y": "2"}  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "reason", "place"),
    [
        ("a:\n\tb: 1\n", "found character that cannot start any token", (2, 1)),
        ("a: 1\nb: {{ c }}\na: 2\n", "the key 'a' stands twice in one mapping", (3, 1)),
        ("a: &x [*x]\n", "the alias 'x' stands in what it names", (1, 8)),
        ("a: *b\n", "found undefined alias 'b'", (1, 4)),
        ("---\na: &x 1\n---\nb: *x\n", "found undefined alias 'x'", (4, 4)),
        ("{% if x %}\na: 1\n", "found character that cannot start any token", (1, 2)),
        ("[" * 100_000, "exceeded maximum nesting depth", (1, 1001)),
        ("- " * 5000, "exceeded maximum nesting depth", (1, 1999)),
        ("a: \0\n", "control characters are not allowed", (0, 0)),
        ("a: \udc80\n", "it holds half of a surrogate pair", (0, 0)),
    ],
)
def test_what_is_no_yaml_is_said_in_one_line(
    text: str, reason: str, place: tuple[int, int]
) -> None:
    with pytest.raises(Invalid) as raised:
        read(text)
    assert str(raised.value) == reason
    assert (raised.value.line, raised.value.column) == place


def test_a_bomb_of_aliases_stays_as_small_as_its_text() -> None:
    text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 100)
    )
    document = only(text)
    assert sum(1 for _ in nodes([document])) == 1 + 9 + 100 * 2
    assert len(digest(document)) == 64


def test_a_bomb_of_merges_stays_as_small_as_its_text() -> None:
    text = "a0: &a0 {x: 1}\n" + "".join(
        f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 9)}], k{i}: 1}}\n" for i in range(1, 100)
    )
    assert len(entries(entries(only(text))["a99"][1])) == 100


def test_comments_are_what_stands_in_no_scalar() -> None:
    text = (
        "# one\n"
        "a: b#no  # two\n"
        "c: '# no'\n"
        'd: "x\n  # no\n  y"\n'
        "run: | # three\n"
        "  # no\n"
        "  echo # no\n"
        "# four\n"
        "e: [f, # five\n"
        "  g]\n"
    )
    found = list(comments(text, read(text)))
    assert [comment.text for comment in found] == [
        *("# one", "# two", "# three", "# four", "# five")
    ]
    assert all(text[c.start : c.start + len(c.text)] == c.text for c in found)


def test_a_digest_is_of_the_data() -> None:
    assert digest(only("a: [1, 'b c']\n")) == digest(only("# x\na:\n- 1\n- b\n  c\n"))
    assert digest(only("a: [1, [2]]\n")) != digest(only("a: [1, 2]\n"))
    assert digest(only("a: b\n")) != digest(only("a: c\n"))
    assert digest(only("a: b\n")) != digest(only("[a, b]\n"))


VALUES = st.recursive(
    st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner),
    max_leaves=12,
)


@given(VALUES, st.booleans(), st.sampled_from([2, 4]))
def test_what_is_written_is_read(value: object, flow: bool, indent: int) -> None:
    text = yaml.safe_dump(value, default_flow_style=flow, indent=indent)
    documents = read(text)
    assert [data(document) for document in documents] == [value] * len(documents)
    assert len(documents) == 1
