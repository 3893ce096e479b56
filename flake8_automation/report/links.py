"""Links to lines of source files: where the project is hosted, else in the folders beside.

A hosted link names the commit, so it is made only where the host is known to have that commit, and
only for files that are as the commit has them: any other line may have moved.
"""

import os
import re
from typing import NamedTuple
from urllib.parse import quote, urlsplit

# What a host is called -> where one of its files is shown. Of `gitlab`, say, the hosts `gitlab.com`
# and `gitlab.example.org` alike: both products are also run by those who use them.
HOSTS = {
    "github": "https://{host}/{project}/blob/{commit}/{path}#L{line}",
    "gitlab": "https://{host}/{project}/-/blob/{commit}/{path}#L{line}",
    "bitbucket.org": "https://{host}/{project}/src/{commit}/{path}#lines-{line}",
}
_SCP = re.compile(r"(?:[^@/]+@)?(?P<host>[^:/]+):(?!//)(?P<path>.+)")  # git@github.com:owner/name
_OVER_443 = {"ssh.github.com": "github.com", "altssh.gitlab.com": "gitlab.com"}


class Hosted(NamedTuple):
    """One commit of a project, where it can be read on the web.

    `changed` are the files, relative to the top of the repository, that are not as it has them.
    """

    host: str
    project: str
    commit: str
    changed: frozenset[str] = frozenset()


class Links(NamedTuple):
    """Where links lead. `top` is the root of the repository, `start` the folder of the report."""

    start: str
    top: str = ""
    hosted: Hosted | None = None

    def to(self, path: str, line: int = 0) -> str:
        """The address of a line (1-based; 0: of the file) of a file, whose path is absolute."""
        inside = _below(self.top, path) if self.top else None
        if self.hosted is None or inside is None or inside in self.hosted.changed:
            return _local(os.path.relpath(path, self.start), line)
        template = HOSTS[_kind(self.hosted.host)]
        if not line:
            template = template.partition("#")[0]
        return template.format(
            host=self.hosted.host,
            project=quote(self.hosted.project),
            commit=self.hosted.commit,
            path=_quoted(inside),
            line=line,
        )


def of_remote(url: str) -> tuple[str, str] | None:
    """The host and the project that a remote of git names, if it is one whose pages are known."""
    scp = _SCP.fullmatch(url)
    if scp is not None:
        host, path = scp["host"], scp["path"]
    else:
        try:
            parts = urlsplit(url)
            host, path = parts.hostname or "", parts.path  # without a name, a password or a port
        except ValueError:
            return None
    host = _OVER_443.get(host.lower(), host.lower())
    project = path.strip("/").removesuffix(".git")
    known = re.fullmatch(r"[\w.-]+", host) and project.count("/") and _kind(host)
    return (host, project) if known else None


def _kind(host: str) -> str:
    """The key of `HOSTS` for a host; empty if there is none."""
    return next((kind for kind in HOSTS if host == kind or host.startswith(f"{kind}.")), "")


def _below(top: str, path: str) -> str | None:
    root = os.path.join(top, "")
    return path[len(root) :].replace(os.sep, "/") if path.startswith(root) else None


def _local(path: str, line: int) -> str:
    """A relative address. The dot in front keeps `javascript:x.py` the name of a file."""
    place = _quoted(path.replace(os.sep, "/"))
    if not place.startswith(("./", "../", "/")):
        place = f"./{place}"
    return f"{place}#L{line}" if line else place


def _quoted(path: str) -> str:
    return quote(os.fsencode(path))
