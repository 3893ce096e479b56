"""The text that the fix inserts: a class that makes one JSON document of all that is printed."""

import re
from typing import NamedTuple

NAME = "_json_output"
CLASS = "_JsonOutput"
HELP = "print one JSON document"


class Capture(NamedTuple):
    """What a script needs of the class; each part is left out where it has no use.

    `command` is the source of the name of the program, `subcommand` the name under which argparse
    keeps that of the sub-command. `usage_error` is a test for an end that leaves standard output as
    it was; it may ask about `codes`, the code objects through which an exception came.
    `decorates` says whether commands ("click", "typer") or an "entry" point are decorated, and
    `records` and `document` how values are kept: by "line" or "call", as "text" or "object".
    """

    command: str
    subcommand: str = ""
    usage_error: str = ""
    decorates: str = ""
    records: str = ""
    document: str = ""

    def modules(self) -> frozenset[str]:
        """The modules that it needs."""
        needed = {"io", "json", "sys"}
        if "os." in self.command:
            needed.add("os")
        if self.decorates:
            needed.add("functools")
        if "codes" in self.usage_error:
            needed.add("traceback")
        return frozenset(needed)

    @property
    def is_told_by_click(self) -> bool:
        """Whether the option comes as an argument of each command."""
        return self.decorates in {"click", "typer"}

    def text(self, aliases: dict[str, str]) -> str:
        """The class, and its one instance; `aliases` are other names of modules."""
        parts = [
            f"class {CLASS}:",
            '    """With --json, all that is printed becomes one JSON document."""',
            "",
            "    stdout = buffer = None",
            *(["    status = None"] if self.decorates == "entry" else []),
            "",
            *self._enter(),
            *(_RECORD[self.records] if self.records else ()),
            *(_DOCUMENT[self.document] if self.document else ()),
            *(_PLAIN if self.records or self.document == "object" else ()),
            *self._exit(),
            *_DECORATE.get(self.decorates, ()),
            "",
            f"{NAME} = {CLASS}()",
        ]
        text = "\n".join(parts)
        for module, alias in aliases.items():
            text = re.sub(rf"(?<![\w.\"]){module}\.", f"{alias}.", text)
        return text

    def _enter(self) -> list[str]:
        kept = ["        self.records = []"]
        kept += ["        self.documents = []"] if self.document else []
        if self.is_told_by_click:
            return [
                "    def __enter__(self):",
                "        self.stdout = sys.stdout",
                "        self.buffer = sys.stdout = io.StringIO()",
                *kept,
                "",
            ]
        command = []
        if self.subcommand:
            command = [
                f'        words = {self.command}, vars(args).get("{self.subcommand}")',
                '        self.command = " ".join(filter(None, words))',
            ]
        return [
            "    def __enter__(self):",
            "        self.stdout, self.buffer = sys.stdout, None",
            *kept,
            "",
            "    def start(self, args):",
            '        """Take --json from the options; hold output back if it is there."""',
            '        if vars(args).pop("json", False) and self.stdout:',
            "            self.buffer = sys.stdout = io.StringIO()",
            *command,
            "        return args",
            "",
        ]

    def _exit(self) -> list[str]:
        ended = "error"
        otherwise = "130 if kind is KeyboardInterrupt else int(status is not None)"
        if self.is_told_by_click:
            ended = 'getattr(error, "exit_code", error)'
            otherwise = "int(status is not None)"
        elif self.decorates == "entry":
            ended = "self.status if error is None else error"
        lines = [
            "    def __exit__(self, kind, error, trace):",
            "        if self.buffer is None:",
            "            return",
            "        sys.stdout = self.stdout",
            "        output = self.buffer.getvalue()",
        ]
        if self.usage_error:
            if "codes" in self.usage_error:
                lines.append(f"        {_CODES}")
            lines += [f"        if not output and {self.usage_error}:", "            return"]
        lines += [
            *(
                ["        status = error.code if isinstance(error, SystemExit) else error"]
                if ended == "error"
                else [
                    f"        status = {ended}",
                    "        if isinstance(error, SystemExit):",
                    "            status = error.code",
                ]
            ),
            "        if not isinstance(status, int):  # as sys.exit() takes it",
            f"            status = {otherwise}",
            "        document = {",
            f'            "command": {"self.command" if self.subcommand else self.command},',
            '            "exit_status": status & 0xFF,',
            '            "output": [line.rstrip("\\n") for line in io.StringIO(output)],',
            '            "records": self.records,',
            "        }",
        ]
        if self.document:
            lines += [
                "        if len(self.documents) == 1:",
                "            (document,) = self.documents",
            ]
        return [*lines, "        print(json.dumps(document), flush=True)", ""]


_CODES = "codes = [frame.f_code for frame, _ in traceback.walk_tb(trace)]"
_KEPT = (
    "        if self.buffer is not None:",
    "            kept = {name: self.plain(value) for name, value in values.items()}",
    "            self.records.append(kept)",
)
_RECORD = {
    "line": (
        "    def record(self, /, **values):",
        '        """Keep the values of a text that was printed."""',
        *_KEPT,
        "",
    ),
    "call": (
        "    def record(self, text=None, /, **values):",
        '        """Keep the values of a text that is printed; returns the text."""',
        *_KEPT,
        "        return text",
        "",
    ),
}
_PLAIN = (
    "    @staticmethod",
    "    def plain(value):",
    '        """The value if it is one of JSON, else its text."""',
    "        try:",
    "            text = json.dumps(value, default=str)",
    "        except (TypeError, ValueError):",
    "            return str(value)",
    "        return json.loads(text, parse_constant=str)",
    "",
)
_DOCUMENT = {
    "text": (
        "    def document(self, text, /):",
        '        """Keep the JSON text that is printed: it is the document."""',
        "        if self.buffer is not None:",
        "            self.documents.append(json.loads(text, parse_constant=str))",
        "        return text",
        "",
    ),
    "object": (
        "    def document(self, value, /):",
        '        """Keep the object that is printed: it is the document."""',
        "        if self.buffer is not None:",
        "            self.documents.append(self.plain(value))",
        "        return value",
        "",
    ),
}
_DECORATE = {
    "entry": (
        "    def __call__(self, function):",
        "        @functools.wraps(function)",
        "        def main(*args, **options):",
        "            with self:",
        "                self.status = function(*args, **options)",
        "            return self.status",
        "",
        "        return main",
        "",
    ),
    "click": (
        "    def __call__(self, function):",
        "        @functools.wraps(function)",
        "        def command(*args, as_json=False, **options):",
        "            if not as_json:",
        "                return function(*args, **options)",
        "            with self:",
        "                return function(*args, **options)",
        "",
        "        return command",
        "",
    ),
    "typer": (
        "    def __call__(self, function):",
        "        @functools.wraps(function)",
        "        def command(*args, **options):",
        '            if not options.get("as_json"):',
        "                return function(*args, **options)",
        "            with self:",
        "                return function(*args, **options)",
        "",
        "        return command",
        "",
    ),
}
