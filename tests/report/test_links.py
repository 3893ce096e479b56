"""Where the links of the report lead."""

import pytest

from flake8_automation.report.links import Hosted, Links, of_remote

SHA = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("remote", "found"),
    [
        ("https://github.com/owner/name.git", ("github.com", "owner/name")),
        ("https://github.com/owner/name", ("github.com", "owner/name")),
        ("https://user:secret@github.com/owner/name.git", ("github.com", "owner/name")),
        ("git@github.com:owner/name.git", ("github.com", "owner/name")),
        ("github.com:owner/name", ("github.com", "owner/name")),
        ("ssh://git@github.com:22/owner/name.git", ("github.com", "owner/name")),
        ("ssh://git@ssh.github.com:443/owner/name.git", ("github.com", "owner/name")),
        ("git://github.com/owner/na.me.git/", ("github.com", "owner/na.me")),
        ("https://GitHub.com/owner/name", ("github.com", "owner/name")),
        ("https://github.example.org/owner/name", ("github.example.org", "owner/name")),
        ("https://gitlab.com/a/b/c.git", ("gitlab.com", "a/b/c")),
        ("git@gitlab.example.org:a/b.git", ("gitlab.example.org", "a/b")),
        ("https://me@bitbucket.org/owner/name.git", ("bitbucket.org", "owner/name")),
        ("https://notgithub.com/owner/name", None),
        ("https://example.com/github.com/name", None),
        ("https://github.com/name", None),
        ("https://github.com", None),
        ("/srv/git/github.com/name.git", None),
        ("../github.com/name", None),
        ("file:///srv/github.com/name", None),
        ("C:\\repos\\github.com\\x", None),
        ("https://[github.com/a/b", None),
        ("", None),
    ],
)
def test_a_remote_is_known_or_not(remote: str, found: tuple[str, str] | None):
    assert of_remote(remote) == found


@pytest.mark.parametrize(
    ("host", "project", "link"),
    [
        ("github.com", "o/n", f"https://github.com/o/n/blob/{SHA}/a%20b/c%231.py#L7"),
        ("gitlab.com", "g/s/n", f"https://gitlab.com/g/s/n/-/blob/{SHA}/a%20b/c%231.py#L7"),
        ("bitbucket.org", "o/n", f"https://bitbucket.org/o/n/src/{SHA}/a%20b/c%231.py#lines-7"),
    ],
)
def test_a_hosted_link_names_the_commit(host: str, project: str, link: str):
    links = Links("/repo", "/repo", Hosted(host, project, SHA))
    assert links.to("/repo/a b/c#1.py", 7) == link
    assert links.to("/repo/a b/c#1.py") == link.partition("#L")[0].partition("#lines")[0]


def test_a_file_that_differs_from_the_commit_is_the_local_one():
    hosted = Hosted("github.com", "o/n", SHA, frozenset({"src/changed.py"}))
    links = Links("/repo/reports", "/repo", hosted)
    assert links.to("/repo/src/changed.py", 3) == "../src/changed.py#L3"
    assert links.to("/repo/src/same.py", 3).startswith("https://")
    assert links.to("/elsewhere/x.py", 3) == "../../elsewhere/x.py#L3"


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/repo/x.py", "./x.py#L2"),
        ("/repo/javascript:alert(1)", "./javascript%3Aalert%281%29#L2"),
        ("/repo/a?b#c%d.py", "./a%3Fb%23c%25d.py#L2"),
        ("/repo/caf\udce9/\n.py", "./caf%E9/%0A.py#L2"),
        ("/repo/é.py", "./%C3%A9.py#L2"),
        ('/repo/"><script>.py', "./%22%3E%3Cscript%3E.py#L2"),
        ("/repo/..x/y.py", "./..x/y.py#L2"),
    ],
)
def test_a_local_link_is_a_path_whatever_the_name(path: str, link: str):
    assert Links("/repo").to(path, 2) == link
