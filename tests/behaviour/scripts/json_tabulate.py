import argparse
import sys

from tabulate import tabulate

JOBS = [
    {"name": "backup", "state": "ok", "minutes": 12},
    {"name": "index", "state": "failed", "minutes": 3},
]


def main():
    parser = argparse.ArgumentParser(description="Show what ran last night")
    parser.add_argument("--format", dest="style", default="simple", choices=["simple", "grid"])
    parser.add_argument("--failed", action="store_true")
    args = parser.parse_args()
    jobs = [job for job in JOBS if job["state"] == "failed" or not args.failed]
    print(tabulate(jobs, headers="keys", tablefmt=args.style))
    print()
    failed = sum(job["state"] == "failed" for job in jobs)
    print("%d of %d failed" % (failed, len(jobs)))
    sys.exit(failed)


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# status = 1
# out = "backup  ok"
#
# [[run]]
# args = ["--failed", "--format", "grid"]
# status = 1
# out = "1 of 1 failed"
# ///
