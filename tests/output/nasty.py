"""A project whose names and texts contain what formats trip over, and the rows of its gaps."""

from tests.output.readers import Row

RUN = "import subprocess\n"
NASTY = {
    "plain.py": RUN + 'subprocess.run(["a"])\n',
    "folder with space/twice.py": RUN + 'subprocess.run(["a"])\nsubprocess.run(["a"])\n',
    "per%cent%0A.py": RUN + 'subprocess.run(["a"])\n',
    "colon:and,comma;]|'[x].py": RUN + 'subprocess.run(["a"])\n',
    "new\nline.py": RUN + 'subprocess.run(["a"])\n',
    "имя-é😀.py": RUN + 's = "é😀"; subprocess.run(["a"])\n',
    "`tick`|pipe<b>.py": "import os\n" + 's = "é😀"; os.system("a")\n',
    "crlf.py": 'import os\r\ns = "é"\r\nos.system(\r\n    "a"\r\n)\r\n',
    "end.py": 'import os\nos.system("a")',
    "covered.py": RUN + 'subprocess.run(["a"], timeout=5)\n',
    "waived.py": RUN + 'subprocess.run(["a"])  # automation: ignore[AUT101] quick & small\n',
    "tests/several.py": RUN + 'subprocess.run(\n    ["a"],\n    check=True,\n)\n',
    "broken.py": RUN + 'def f(:\n    subprocess.run(["a"])\n',
}
ROWS = sorted(
    [
        Row("plain.py", 2, 1, "AUT101"),
        Row("folder with space/twice.py", 2, 1, "AUT101"),
        Row("folder with space/twice.py", 3, 1, "AUT101"),
        Row("per%cent%0A.py", 2, 1, "AUT101"),
        Row("colon:and,comma;]|'[x].py", 2, 1, "AUT101"),
        Row("new\nline.py", 2, 1, "AUT101"),
        Row("имя-é😀.py", 2, 11, "AUT101"),
        Row("`tick`|pipe<b>.py", 2, 11, "AUT103"),
        Row("crlf.py", 3, 1, "AUT103"),
        Row("end.py", 2, 1, "AUT103"),
        Row("tests/several.py", 2, 1, "AUT101"),
        Row("broken.py", 3, 5, "AUT101"),
    ]
)
GAPS_THAT_PARSE = [row for row in ROWS if row.path != "broken.py"]
