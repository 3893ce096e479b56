"""The repository that a run changes; without one, it stops."""

from flake8_automation.changes import Stopped
from flake8_automation.files import git
from flake8_automation.files.git import NoRepository, Repository


def repository() -> Repository:
    """The repository of the working directory. Raises `Stopped`."""
    try:
        return git.repository()
    except NoRepository as error:
        raise Stopped(str(error)) from None
