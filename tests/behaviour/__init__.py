"""Proof that fixes keep what a program does: each script here is run, fixed and run again.

A story is one file in `scripts/`: a program as people write them, with a block of comments at its
end that tells which gaps it has and how to run it. The harness reads the block, fixes a copy with
every unsafe fix allowed, runs both, and compares. Adding a script is adding a file; nothing is
registered. The block is TOML behind `#`, in the form of inline script metadata (PEP 723):

    # /// behaviour
    # fixed = ["AUT301"]
    #
    # [[run]]
    # args = ["b.txt", "a.txt"]
    # records = '[{"name": "b.txt", "size": 3}]'
    #
    # [files]
    # "b.txt" = "abc"
    # ///

Keys of the block:

`fixed`     codes whose gaps the fix must close
`shown`     a table: code -> a part of the title of a fix that is shown only ("": any, or none)
`either`    codes that may be fixed or only shown: but a fix must keep everything
`files`     a table: name -> text of the files that each run finds in its working directory
`help`      the command lines whose `--help` is compared: `help = [[], ["list"]]`; the default is
            the bare one where some framework offers it
`run`       a run with a given standard input; the fixed script must do the same, to the byte
`unattended` a run in which nobody answers
`timeout`   a run whose child sleeps longer than the limit, which the fix sets to one second

Each of the last three is an array of tables. All take `args`, `env` and `status` (0). Besides:

`run`: `stdin`, a text ("", which is the end of the file at once); `out`, a part of what is printed;
`document`, as JSON, where the script's own object must be the document; `records`, as JSON, where
the envelope must have just these. If AUT301 is in `fixed`, each run is repeated with `--json`,
unless it says `json = false`.

`unattended`: `out` and `err`, parts of what is printed; `leaves`, the names of the files that are
there afterwards (those of `files`: nobody agreed to change them); `flag`, the words that say that
nobody is there. Without `flag` there are three runs, which must agree: with `--non-interactive`
and with `NON_INTERACTIVE=1`, both on a standard input that nobody writes to, and with neither at
the end of the file.

`timeout`: `raises = false` where a handler is expected to catch `TimeoutExpired`; `out` and `err`.
"""
