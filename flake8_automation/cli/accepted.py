"""`check --accepted`: leaving out what the list of accepted gaps names."""

from typing import TYPE_CHECKING

from flake8_automation.cli.failure import Failure
from flake8_automation.cli.streams import note
from flake8_automation.model import Checked

if TYPE_CHECKING:
    from flake8_automation.ledger.accepted import Entry

# The ledger is imported inside of functions: most runs of `check` do without.


def accepted() -> "tuple[Entry, ...]":
    """The list of the project, empty where there is none. Raises `Failure` if it is corrupt."""
    from flake8_automation.ledger.accepted import Corrupt, load
    from flake8_automation.ledger.home import LIST, home

    place = home()
    try:
        entries = load(place.list)
    except Corrupt as error:
        raise Failure(str(error)) from None
    if entries is None:
        note(f"there is no {LIST} in {place.root}, so no gap is left out")
    return entries or ()


def without_accepted(results: list[Checked], entries: "tuple[Entry, ...]") -> list[Checked]:
    """The results of a run that marked its gaps, without those that are accepted."""
    from flake8_automation.ledger.home import home
    from flake8_automation.ledger.ratchet import unaccepted

    return unaccepted(results, entries, home())
