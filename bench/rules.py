"""What the rules add to the time of parsing, on the files that hold a needle.

    python bench/rules.py [TREE ...] [--runs 5] [--json FILE]

One process, one core. Each run parses every file anew and then asks each rule; the table shows
medians, in seconds, and shares of the time of parsing alone. Compiling what a rule found a site in,
to see whether it is Python, and looking for made-up tokens in the rest stand below the rules; so
does what all rules of a file add where no fixes are wanted, as inside flake8.
"""

import argparse
import json
import os
import statistics
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager

from flake8_automation.files.access import Unreadable, read
from flake8_automation.files.discover import discover
from flake8_automation.languages import Language, language_of
from flake8_automation.model import Facts
from flake8_automation.registry import all_rules, concerned_rules
from flake8_automation.rule import Case, Rule
from flake8_automation.rules.python._names.names import Names
from flake8_automation.settings import Settings
from flake8_automation.source import Source, Undecodable

SETTINGS = Settings()
Corpus = list[tuple[Source, tuple[Rule, ...]]]


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("trees", nargs="*", default=[sysconfig.get_path("stdlib")])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", metavar="FILE", help="write the figures to FILE as well")
    given = parser.parse_args()
    found = corpus(given.trees)
    size = sum(len(source.text) for source, _ in found)
    runs = [one_run(found) for _ in range(given.runs)]
    medians = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    print(f"{len(found)} files with a needle, {size / 1e6:.1f} million characters")
    for name, seconds in medians.items():
        print(f"  {name:16} {seconds:7.3f} s  {seconds / medians['parse']:6.1%}")
    added = sum(medians[rule.code] for rule in all_rules()) + medians["names"]
    print(f"  the rules add {added / medians['parse']:.1%} to the time of parsing alone")
    if given.json:
        with open(given.json, "w", encoding="utf-8") as file:
            json.dump({"files": len(found), "characters": size, "seconds": medians}, file, indent=2)


def corpus(trees: list[str]) -> Corpus:
    """The decodable files of the trees in which some rule may find a site, and those rules."""
    found: Corpus = []
    for path in discover(trees, SETTINGS).paths:
        try:
            data = read(path)
            language = language_of(path)
            rules = concerned_rules(data, language, SETTINGS)
            if rules and language is Language.PYTHON:
                found.append((Source.from_bytes(os.path.relpath(path), data), rules))
        except (Unreadable, Undecodable):
            continue
    return found


def one_run(found: Corpus) -> dict[str, float]:
    """Seconds by what they were spent on."""
    spent = dict.fromkeys(["parse", "names", *(rule.code for rule in all_rules())], 0.0)
    spent |= {"judge": 0.0, "look for tokens": 0.0, "without fixes": 0.0}

    @contextmanager
    def counting(name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        spent[name] += time.perf_counter() - begun

    for old, rules in found:
        source = old.with_text(old.text)
        if source.excess:
            continue
        with counting("parse"):
            assert source.tree
        with counting("names"):
            source.derive(Names)
        sites = 0
        for rule in rules:
            with counting(rule.code):
                sites += sum(1 for _ in rule.find(Case(source, SETTINGS, Facts(source.path))))
        if sites:
            with counting("judge"):
                str(source.broken)
        else:
            with counting("look for tokens"):
                source.tree.find(any=[{"kind": "ERROR"}, {"regex": "^$"}])
        again = old.with_text(old.text)
        case = Case(again, SETTINGS, Facts(again.path), wants_fixes=False)
        assert again.tree
        with counting("without fixes"):
            sites -= sum(1 for rule in rules for _ in rule.find(case))
        assert not sites, "there are other sites without fixes"
    return spent


if __name__ == "__main__":
    main()
