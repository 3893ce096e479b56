"""Which language a file is in, judged by its path: Python, or the YAML of GitHub's workflows."""

import os
import re
from enum import Enum


class Language(Enum):
    """A language that rules are written for. The value is the folder of its rules."""

    PYTHON = "python"
    WORKFLOW = "workflow"


WORKFLOW_SUFFIXES = (".yml", ".yaml")
_WORKFLOW = r"(^|/)\.github/(workflows/[^/]+|actions/(.+/)?action)\.ya?ml$"


def language_of(path: str) -> Language:
    """The language of the file at a path, whatever it holds; a relative one is made absolute."""
    return Language.WORKFLOW if is_workflow(path) else Language.PYTHON


def is_workflow(path: str) -> bool:
    """Whether a path is one where GitHub looks for a workflow, or for an action of a repository."""
    if not path.endswith(WORKFLOW_SUFFIXES):  # nearly always, and much cheaper to see
        return False
    return bool(re.search(_WORKFLOW, os.path.abspath(path).replace(os.sep, "/")))
