"""Do all tools read the same files? Each of them is asked."""

import trees
from peers import OURS, Missing, Peer


def compared(
    racing: list[Peer], roots: list[str], in_tree: list[str], held: dict[str, bool]
) -> list[str]:
    """Notes on which tools read exactly the files of the tree, and how others differ.

    `held` has the files that our tool reads for its keys.
    """
    files, same, notes = {*in_tree}, [], []
    for peer in racing:
        try:
            seen = held.keys() if peer.name == OURS else {*peer.lists(roots)}
        except Missing as reason:
            notes.append(f"{peer.name} {reason}: its files are not known")
            continue
        more, fewer = sorted(seen - files), sorted(files - seen)
        told = [
            f"{len(some):,} {word} ({trees.count_empty(some):,} of them empty; "
            f"first: {trees.place(some[0], roots)})"
            for some, word in ((more, "more"), (fewer, "fewer"))
            if some
        ]
        if told:
            notes.append(f"DIFFERENT FILES: {peer.name} reads {' and '.join(told)}")
        else:
            same.append(peer.name)
    if same:
        notes.append(f"the same files are read by: {', '.join(same)}")
    return notes
