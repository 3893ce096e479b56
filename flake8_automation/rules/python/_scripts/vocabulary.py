"""The vocabulary that tells results from talk: how programs speak of what they do.

Found by reading what several hundred public scripts print.
"""

import re

# A line that begins so tells what the program is doing, did or could not do. A colon right behind
# the word makes it a label (`Skipped: 3`), which is data.
_ADJECTIVES = (
    "missing|nothing|string|rating|ranking|remaining|failing|passing|pending|existing|outstanding|"
    "conflicting|matching|following|timing|binding|encoding|listing|mapping|setting|training|"
    "unused|undefined|required|supported|needed|estimated|failed|passed|unexpected|uncovered|"
    "untracked|enabled|disabled|deprecated|unreferenced|unresolved|expected|detected|matched|"
    "recommended|shared|related|weighted|red|need|speed|seed|feed|bed"
)
# What programs tell that they did to something, as `Created file: \0`: stems of words in -ed.
_ACTED = (
    "(?:re|un|down|up|over|pre|auto-?)?(?:load|creat|mov|remov|delet|add|sav|stor|copi|writ|updat|"
    "instal|install|generat|convert|process|pars|render|export|import|extract|pack|archiv|process|"
    "patch|fetch|clon|push|pull|merg|commit|tagg|renam|replac|modifi|chang|clean|start|stopp|"
    "launch|finish|complet|open|clos|connect|send|receiv|publish|deploy|build|compil|link|appli|"
    "cach|skipp|ignor|register|initializ|configur|train|plott|dump|append|insert|migrat|sync|"
    "enabl|disabl|activat|trigger|schedul|queu|submit|submitt|post|reset|restor|backed|kill|"
    "terminat|mark|label|assign|clear|chosen|select|pick)"
)
_DID = (
    "wrote|written|built|sent|set|ran|read|put|made|took|got|found|left|cut|done|ok|ready|success|"
    "successfully|complete|skip|start|stop|load|save|write|convert|download|upload|install|copy|"
    "move|remove|delete|create|update|generate|rewrite|reading|rm|cp|mv"
)
_FAILS = (
    "error|errors|warning|warn|fatal|critical|exception|traceback|failure|bug|deprecated|fail|"
    "failed|"
    "invalid|unknown|unrecogni[sz]ed|unsupported|unexpected|missing|illegal|malformed|bad|could|"
    "cannot|can't|couldn't|unable|not|no|nothing|expected|abort|aborted|sorry|oops|does|did|is|are|"
    "was|has|have|must|should|need|skipped|ignored"
)
# Of these, what says that something is wrong with an item, not that the program cannot go on.
_FINDS = (
    "error|errors|warning|fail|failed|failure|invalid|unknown|unexpected|missing|illegal|malformed|"
    "bad|no|not|found|mismatch|duplicate|unused|undefined|undocumented|wrong|expected|violation|unsorted"
)
_TALKS = (
    "please|usage|press|enter|type|would|will|about|now|hint|tip|note|notice|info|debug|you|your|"
    "see|"
    "run|try|make|use|it|this|these|we|i|let's|the|an?|there|if|to|for|when|while|all|welcome|"
    "hello|"
    "hi|bye|goodbye|thank|thanks|exit|quit|step|epoch|iter|iteration|batch|eval|elapsed|took|"
    "retry|attempt|"
    "progress|waiting|output|outputs|result|results|report|version|copyright|author|command|cmd|"
    "exec|"
    "config|configuration|options?|arguments?|args|parameters?|device|log|logs|temp|temporary|dry|"
    "architecture|machine|input|open|visit|connect|connected"
)
_LABEL = r"(?!\s*:\s*\0)(?!\s+\0\s*$)"
DOING = re.compile(
    rf"""(?ix) ^(?:
        (?!(?:{_ADJECTIVES})s?\b)(?:\w+-)*\w+ing\b
        | (?:{_ACTED})ed\b(?!\s*:\s*\0\s*$)
        | (?!(?:{_ADJECTIVES})\b)(?:\w+-)*\w+ed\b(?!(?:\s\w+){{0,3}}\s*[:=]\s*\0\S*\s*$)
        | (?:{_ADJECTIVES})\s+(?:to|in|at|by|with|while|during|for|from|and)\b
        | (?:{_DID})\b(?!\s*:\s*\0\s*$)
        | (?:{_FAILS})\b(?!s?\s*:\s*\0\s*$)(?!\s+\0\s*$)
        | (?:error|warning|fatal|exception|unable)\b(?!\s*:\s*\d)
        | (?:{_TALKS})\b{_LABEL}
        | (?:python3?|pytest|pip|git|docker|sudo|cmake|make|npm|bash)\s(?!:)
    )"""
)

# A line that begins so tells of what goes on.
ONGOING = re.compile(
    rf"(?i)(?!(?:{_ADJECTIVES})s?\b)(?:\w+-)*\w+ing\b|(?:{_ACTED})ed\b|(?:{_DID})\b(?!\s*[:!])"
)
FAILING = re.compile(rf"(?i)(?:\0\S*\s+(?:is|are|has|does|in|at)?\s*)?(?:{_FINDS})\b(?!\s+to\b)")
COUNTS = re.compile(
    r"(?ix) (?:\w+\.)* \w* (?:err|fail|prob|bad|issue|invalid|missing|violat|mismatch|warn|ok|"
    r"valid|ret|rc|status|code|success|clean|good|found|diff|wrong) \w* \s*"
    r"(?: \+= | =\s*(?:True|False|-?\d|\w+\s*\+\s*1) | \.(?:append|add|extend)\( )"
    r"| return\s (?:False|1)$"
)

# A line that says so anywhere is talk.
DONE = re.compile(
    r"""(?ix)
    \b(?:saved|written|wrote|exported|dumped|downloaded|uploaded|copied|moved|stored|generated|
        available|listening|be\sfound)\s(?:to|in|into|as|at|on|under)\b
    | \b(?:not\sfound|(?:does|do|did)\s?n[o']t\s\w+|already\s\w+|exists?\s(?:in|at)|is\snot\s|isn't|
        is\srunning|is\s(?:required|deprecated|up\sto\sdate)|are\srequired|must\sbe|failed\sto|
        could\snot|cannot|can't|unable\sto|not\ssupported|please|has\sbeen\s\w+|have\sbeen\s\w+|
        and\sit\scontains|skipping|ignoring|falling\sback|rewriting|proceed\swith|
        skipped\s(?:due|because|as|since))\b
    | \b(?:completed?|done|finished|successful|successfully|succeeded|started|loaded|saved)\W*$
    | \b(?:saved|written)\s+\0 | \bsuccessfully\s\w+ed\b
    | [.;!]\s+(?:skipp|cropp|ignor|us|exit|abort|retry|continu|fall|sett|assum|mak|creat)ing\b
    | \b(?:took|elapsed|spent)\b.{0,12}\0 | \bin\s\0\s(?:s|sec|seconds|minutes)\W*$
    | \?\s*(?:[\[(][^\])]*[\])]\W*)?$
    | (?:\.\.\.|…)\s*$ | ^\s*[$+>]+\s*\0\s*$ | ^\0\s*[-=]+>\s*\0$
    """
)

# Names of values that say nothing new: messages, complaints, the program's own input and text.
ECHOED = re.compile(
    r"""(?x) ^(?: _*(?:msg|message|messages|error|err|errmsg|error_msg|error_message|e|ex|exc|
        exception|warning|usage|banner|prompt|cmd|cmds|command|cmdline|argv|args|opts|options|argparser|parser|
        version|__\w*version__|__doc__|__file__|traceback|tb|help|help_text|helptext|reset|end|bold|
        elapsed|duration|sql|progname|prog|logo|header|heading|separator|sep|divider|stderr|stdout|note|
        hint|epilog|description|bpf_text|program|\w+_(?:args|argv|cmd|command|cmdline|msg|message|usage|banner))
        | [A-Z_][A-Z0-9_]* )$
    """
)
# Names of command lines: what is about to be run is no result, whatever it is made of.
COMMANDS = re.compile(r"(?:^|_)(?:cmd|command|cmdline|command_line)$")
COLOUR_NAMES = re.compile(
    r"^(?:(?:colorama\.)?(?:Fore|Back|Style|Colou?rs?|bcolors|ANSI)\.\w+|"
    r"_?(?:RED|GREEN|YELLOW|BLUE|CYAN|MAGENTA|BOLD|DIM|RESET|ENDC|NC|END|NORMAL))$"
)
MESSAGES = ('["message"]', "['message']", '("message"', "('message'", '["error"]', "['error']")
NAMESPACES = re.compile(
    r"^(args|opts?|options|arguments|flags|parsed_args|ns|namespace|cli_args|pargs|parsed|FLAGS|"
    r"sys\.argv|os\.environ|colorama|Fore|Style|Back|Colou?rs?|bcolors|self\.(args|options|opts)|"
    r"parser|os\.linesep|sys\.exc_info|platform|sys\.(stdin|version|platform|executable))\b"
)
ECHOING_CALLS = re.compile(
    r"(?:^|\.)(?:format_(?:help|usage|exc)|get_usage|get_help|print_help|getcwd|now|utcnow|"
    r"strftime|"
    r"isoformat|time|perf_counter|monotonic|input|getpass|error|usage|gettext|ctime|list2cmdline|"
    r"quote|get_version|basename|abspath|dirname|relpath|readline|get_traceback|decode_stdout)$"
)

# Names of functions that are there to show a result.
TELLERS = re.compile(
    r"(?i)^_*(?:print|show|display|report|list|output)_"
    r"(?!progress|help|usage|banner|header|version|info|error|warn|log|status|cmd|command|message|msg)"
    r"|_(?:report|summary|table|stats|statistics)$"
)

# Parts of the names of functions that talk, and of tests that ask whether to talk.
TALKERS = re.compile(
    r"(?i)(?:^|_)(?:manual|man|log|logger|logging|debug|warn|warning|error|err|fatal|die|usage|help|progress|"
    r"verbose|banner|abort|fail|trace|vprint|eprint|dprint|confirm|ask|prompt|notice|callback|hook|"
    r"handler)(?:_|$)|^_*(?:print_)?(?:info|version)$"
)
TALK_TESTS = re.compile(
    r"(?i)(verbos|debug|explain|diagnos|dry_?run|trace\b|progress|pretend|noisy|(?<!non_)interactive|version\b|log_?level|"
    r"ebpf)"
)

# Calls that only dress a text: `colored(x, "red")`, `ANSI.bold(x)`.
DRESSES = re.compile(
    r"(?i)(?:^|_)(?:str|repr|colou?r(?:ed|ize)?|styled?|c|bold|dim|red|green|yellow|blue|magenta|"
    r"cyan|white|"
    r"gr[ea]y|orange|underlined?|escape|indent|fill|dedent|unstyle|success|rstrip|strip|lstrip|"
    r"encode|"
    r"expandtabs|center|ljust|rjust)(?:_|$)"
)

MACHINE_WORDS = re.compile(
    r"(?i)(?:^|_)(?:json|jsonl|ndjson|csv|tsv|yaml|yml|xml|sarif|toml)(?:_|$)"
)
MACHINE_CALLS = frozenset(
    {"json.dumps", "yaml.dump", "yaml.safe_dump", "toml.dumps", "tomli_w.dumps", "plistlib.dumps"}
)
MACHINE_METHODS = frozenset({"tojson", "toxml", "toprettyxml"})

# Source text for a compiler or a browser: a generator's product, not a report.
CODE = re.compile(
    r"(?m)^\s*(?:#\s*(?:define|undef|include|if|ifdef|ifndef|endif|pragma)\b|"
    r"extern |static |const |typedef |\.equ|\.global|/\*|//|</?[a-z]+>|"
    r"import |def |class |from \S+ import|func |fn |pub |case |default:|return |"
    r"package )|[;{}]\s*(?:\\n)?\s*$"
)

COLOURS = re.compile(
    r"\[/?[a-z][a-z #0-9_]*\]|\\(?:x1b|033|33|e)\[[0-9;]*m|\\[nrt]|\\u[0-9a-f]{4}", re.IGNORECASE
)
MARKS = " \t-=*#>:.!|[](){}<>~•✓✔✗✘→❌✅⚠️🔍📊🚀\"'`,;/\\+_"
