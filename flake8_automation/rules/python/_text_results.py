"""Which command lines print a result that they do not offer as JSON."""

from collections.abc import Iterator

from flake8_automation.rule import Case, Found
from flake8_automation.rules.python._json_fix.fix import Gap, json_fix
from flake8_automation.rules.python._names.names import Names
from flake8_automation.rules.python._nodes import start
from flake8_automation.rules.python._scripts.aims import Aim, aim_of
from flake8_automation.rules.python._scripts.complaints import is_complaint
from flake8_automation.rules.python._scripts.json_options import offers_json, writes_json_file
from flake8_automation.rules.python._scripts.machine import (
    has_lint_template,
    heading_beside,
    is_json,
    is_json_on_request,
    is_key_value,
    is_lint_line,
    is_machine,
)
from flake8_automation.rules.python._scripts.outputs import Output, outputs_of
from flake8_automation.rules.python._scripts.purpose import Purpose, is_asked_for, works_on_files
from flake8_automation.rules.python._scripts.results import Results
from flake8_automation.rules.python._scripts.scripts import Script, script_of


def text_results(case: Case) -> Iterator[Found]:
    """The site of a command line that prints a result, if the file is one."""
    script = script_of(case)
    if script is None:
        return
    names = case.source.derive(Names)
    offers = [offers_json(option, names) for option in script.options]
    known = True in offers or (None not in offers and script.complete)
    outputs = outputs_of(case.source)
    judge = Results(names, outputs)
    machine = [
        o
        for o in outputs
        if is_machine(o, names)
        and not is_complaint(o.node)
        and (judge.data(o) or not is_key_value(o))
    ]
    tells = aim_of(script) is Aim.TELL
    checks = tells or not works_on_files(case.source.text)
    results = [
        o
        for o in outputs
        if o not in machine
        and (judge.is_result(o) or (checks and (judge.is_finding(o) or judge.is_status(o))))
    ]
    if not (results or machine) and tells and not works_on_files(case.source.text):
        results = _only_answer(outputs, judge)
    # Asked for JSON in so many words, a script has a result, whatever it is printed with.
    offered = any(
        offer and (results or option.choices or not option.takes_value)
        for option, offer in zip(script.options, offers, strict=True)
    )
    purpose = Purpose(case.source.text, case.source.name, outputs, results, script)
    to_file = bool(results) and not purpose.is_to_make() and writes_json_file(script.options, names)
    shows = purpose.is_to_show(judge)
    for_ci = bool(results) and "GITHUB_OUTPUT" in case.source.text
    if not (offered or machine or to_file or shows or for_ci):
        return
    if purpose.is_to_generate() and not offered:
        return
    covered = (
        offered
        or to_file
        or for_ci
        or _has_machine_lines(case.source.text, machine)
        or _machine_covers(machine, results if shows else [], outputs, script)
    )
    if covered:
        yield Found(script.site, gap=False)
    elif known and (shows or not purpose.is_said_to_work()):
        yield _gap(Gap(case, script, outputs, results, machine))


def _only_answer(outputs: list[Output], judge: Results) -> list[Output]:
    """The one line that a script prints which says that it counts, compares or computes."""
    said = [o for o in outputs if not is_complaint(o.node)]
    return said if len(said) == 1 and judge.is_answer(said[0]) else []


def _has_machine_lines(text: str, machine: list[Output]) -> bool:
    return has_lint_template(text) or any(map(is_lint_line, machine))


def _machine_covers(
    machine: list[Output], results: list[Output], outputs: list[Output], script: Script
) -> bool:
    """Whether what is printed for programs is all there is, or JSON can be asked for."""
    people = [output for output in outputs if output not in machine]
    alone = [output for output in machine if not heading_beside(output, people)]
    if machine and alone == machine and not results:
        return True
    return any(
        is_json_on_request(output) or (is_json(output) and is_asked_for(output, script, how=True))
        for output in alone
    )


def _gap(gap: Gap) -> Found:
    output = (gap.results or gap.machine)[0]
    line = gap.case.source.position(start(output.node)).line
    message = (
        f"the result of this command line (`{output.writes.removeprefix('builtins.')}` in line "
        f"{line}) is text that only a person can read; offer it as JSON too"
    )
    fix = json_fix(gap) if gap.case.wants_fixes else None
    return Found(gap.script.site, gap=True, message=message, fix=fix)
