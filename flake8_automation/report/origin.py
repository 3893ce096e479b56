"""Where a commit is hosted, as far as git knows without asking anybody."""

from collections.abc import Iterable

from flake8_automation.files.git import GitFailed, Repository, git
from flake8_automation.report.links import Hosted, of_remote


def hosted(repository: Repository) -> Hosted | None:
    """Where the commit that the repository stands on can be read on the web.

    None where no branch of a known host, as it was when git last fetched or pushed, contains it.
    """
    top = repository.top
    containing = _lines(
        top, "for-each-ref", f"--contains={repository.head}", "--format=%(refname)", "refs/remotes"
    )
    for remote in _remotes(top):
        if any(ref.startswith(f"refs/remotes/{remote}/") for ref in containing):
            for url in _lines(top, "remote", "get-url", remote):
                found = of_remote(url)
                if found is not None:
                    changed = frozenset((*repository.modified(), *repository.untracked()))
                    return Hosted(*found, repository.head, changed)
    return None


def _remotes(top: str) -> Iterable[str]:
    """The remotes: first the one that the branch is pulled from, then `origin`, then the others."""
    names = _lines(top, "remote")
    upstream = "".join(
        _lines(top, "for-each-ref", "--format=%(upstream:remotename)", *_branch(top))
    )
    return sorted(names, key=lambda name: (name != upstream, name != "origin", name))


def _branch(top: str) -> list[str]:
    """The full name of the current branch; a name that no branch has where there is none."""
    return _lines(top, "symbolic-ref", "--quiet", "HEAD") or ["refs/heads/-"]


def _lines(top: str, *words: str) -> list[str]:
    try:
        return git(top, *words).decode("utf-8", "surrogateescape").split("\n")[:-1]
    except GitFailed:
        return []
