"""Which gaps of one version of the project are those of another: same, moved, closed, opened."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple

from flake8_automation.ledger.keys import Key
from flake8_automation.registry import all_rules


class Pairing(NamedTuple):
    """What became of the old keys, and where the new ones come from. Each stands in one place.

    `same` and `moved` are pairs of an old and a new key; `moved` ones differ in their path. Of
    gaps that are equal but for their index, as many are the same as there are in both.
    """

    same: tuple[tuple[Key, Key], ...]
    moved: tuple[tuple[Key, Key], ...]
    closed: tuple[Key, ...]
    opened: tuple[Key, ...]


def pair(old: Iterable[Key], new: Iterable[Key], is_there: Callable[[str], bool]) -> Pairing:
    """Find each old key again among the new ones.

    A key is the same where rule, path, scope and digest are, or for a rule of which a file has one
    site at most, where rule and path are. What is left over then is the same
    without its path, if `is_there` says that there is nothing at its old path any more; of several,
    the one whose file has kept its name comes first.
    """
    olds, news = sorted(set(old)), sorted(set(new))
    same = _matched(olds, news, _but_for_its_number)
    olds, news = _rest(olds, news, same)
    once = {rule.code for rule in all_rules() if rule.once}
    same += _matched([k for k in olds if k.code in once], news, _of_its_file)
    olds, news = _rest(olds, news, same)
    gone = [key for key in olds if not is_there(key.path)]
    moved: list[tuple[Key, Key]] = []
    for group in (_but_for_its_folder, _but_for_its_path):
        found = _matched(gone, news, group)
        gone, news = _rest(gone, news, found)
        moved += found
    gone_to = {one for one, _ in moved}
    closed = tuple(key for key in olds if key not in gone_to)
    return Pairing(tuple(sorted(same)), tuple(sorted(moved)), closed, tuple(news))


def _but_for_its_number(key: Key) -> Hashable:
    return key[:4]


def _of_its_file(key: Key) -> Hashable:
    return key[:2]


def _but_for_its_folder(key: Key) -> Hashable:
    return (key.path.rpartition("/")[2], *_but_for_its_path(key))


def _but_for_its_path(key: Key) -> tuple[str, str, str]:
    return key.code, key.scope, key.digest


def _matched(
    olds: Sequence[Key], news: Sequence[Key], group: Callable[[Key], Hashable]
) -> list[tuple[Key, Key]]:
    """Pairs from the same group, as many as both sides have, in their order."""
    waiting: dict[Hashable, list[Key]] = {}
    for key in reversed(news):
        waiting.setdefault(group(key), []).append(key)
    return [(key, waiting[group(key)].pop()) for key in olds if waiting.get(group(key))]


def _rest(
    olds: Sequence[Key], news: Sequence[Key], pairs: Iterable[tuple[Key, Key]]
) -> tuple[list[Key], list[Key]]:
    pairs = list(pairs)
    used_olds, used_news = {one for one, _ in pairs}, {one for _, one in pairs}
    return (
        [key for key in olds if key not in used_olds],
        [key for key in news if key not in used_news],
    )
