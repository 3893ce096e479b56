"""Names of real work, and texts that only talk of it."""

import re

from flake8_automation.rules.workflow._shell import Command

_WORK = re.compile(
    r"""\b(
    deploy(s|ment|ments|ing|ed)? | roll(ing)?[\s_-]?back | revert | smoke([\s_-]?tests?)? | canary
    | notify | notif(y|ies|ying|ication|ications) | alert(s|ing)? | e2e | tests? | testing
    | lint(ing|er)? | build(ing|s)? | migrat(e|es|ion|ions|ing) | back[\s_-]?up | restore
    | releas(e|es|ing) | publish(es|ing)? | promot(e|ing|ion) | provision(ing)? | scan(ning|s)?
    | health[\s_-]?checks? | benchmarks? | pytest | audit
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
# What a step is called that is there to say something, to wait, or to stand for other jobs.
_TALKS = re.compile(
    r"""\b(
    wait(ing|s)? | sleep | pause | print(s|ing)? | show(s|ing)? | display | debug(ging)?
    | dump(ing)? | log(s|ging)? | info(rmation)? | echo | outputs? | annotate
    | summar(y|ize|ise) | details?
    | set | get | save | record | register | inspect | variables? | versions?
    | ids? | urls? | matri(x|ces) | skip(s|ped|ping)? | no | nothing | done | ok | fast-path
    | success(ful|fully)? | succeed(s|ed)? | pass(es|ed|ing)? | failed | complet(e|ed|es|ion)
    | finish(ed)? | status | results? | gate | required | dummy | instructions
    | check(s|ing)?\ (if|whether|for|that|variables)
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
_UNFINISHED = re.compile(
    r"\b(TO-?DO|FIX-?ME|TBD)\b|\b(not (yet )?implemented|placeholder|coming soon)\b"
    r"|\b(add|put|insert|replace|implement) (your|the|actual|real) [\w\s/-]{0,40}\bhere\b",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(
    r"\b(skip(ped|ping)?|no (relevant )?(\w+ )?changes?|nothing to|not (needed|required|necessary)"
    r"|unchanged)\b",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"\b(passed|successful(ly)?|succeeded|completed?|done|finished|status)\b", re.IGNORECASE
)
_TELLS = re.compile(r"\bnotif(y|ies|ying|ications?)\b|\balerts?\b", re.IGNORECASE)
_WAITS = re.compile(r"\b(wait|sleep|skip|print|show|debug|dump|echo)", re.IGNORECASE)
_SEPARATORS = re.compile(r"[_/]+")

# Programs whose failure is an answer, or leaves things as they should be.
_PROBES = frozenset(
    {
        *("test", "[", "[[", "grep", "egrep", "fgrep", "rg", "diff", "cmp", "which", "command"),
        *("type", "hash", "ls", "cat", "find", "pgrep", "head", "tail", "stat", "file", "id"),
        *("rm", "rmdir", "kill", "pkill", "killall", "mkdir", "cd", "ln", "umount", "mv", "cp"),
        *("true", "false", "echo", "printf", "read", "wait", "sleep", "date", "jq", "yq", "set"),
        *("source", ".", "export", "unset", "pushd", "popd", "ping", "nc", "lsof", "ps", "wc"),
    }
)
_HARMLESS = {
    "git": frozenset(
        {"commit", "diff", "rev-parse", "describe", "stash", "branch", "tag", "remote"}
    ),
    "docker": frozenset(
        {"rm", "stop", "kill", "rmi", "logs", "inspect", "network", "volume", "pull"}
    ),
    "systemctl": frozenset({"stop", "disable", "status", "mask"}),
    "gh": frozenset({"label", "cache"}),
    "kubectl": frozenset({"get", "describe", "logs", "delete"}),
    "brew": frozenset({"unlink", "uninstall", "link"}),
}
_CLEANING = frozenset({"delete", "rm", "remove", "uninstall", "unlink", "prune", "stop"})
_PREFIXES = frozenset({"sudo", "time", "exec", "nice", "nohup", "env"})


def is_work(name: str) -> bool:
    """Whether a name promises work, and not that something is said about it."""
    words = _SEPARATORS.sub(" ", name)
    if _TELLS.search(words):  # "notify of success" promises something, "print success" does not
        return not _WAITS.search(words)
    return bool(_WORK.search(words)) and not _TALKS.search(words)


def is_unfinished(text: str) -> bool:
    """Whether a text says itself that the work is still to be written."""
    return bool(_UNFINISHED.search(text))


def explains(text: str) -> bool:
    """Whether a text says why there is nothing to do."""
    return bool(_EXPLAINS.search(text))


def reports(text: str) -> bool:
    """Whether a text says how things went that others did."""
    return bool(_REPORTS.search(text))


def is_masked_work(command: Command) -> bool:
    """Whether a command does work, so that it matters where its failure is hidden."""
    words = [word for word in command.texts if word not in _PREFIXES and "=" not in word]
    name = words[0].rpartition("/")[2] if words else ""
    if not name or name in _PROBES:
        return False
    if not _CLEANING.isdisjoint(words[1:4]):
        return False
    sub = next((word for word in words[1:] if not word.startswith("-")), "")
    return sub not in _HARMLESS.get(name, ())
