import argparse
import json


def main():
    parser = argparse.ArgumentParser(description="Show what is in a file of jobs")
    parser.add_argument("--json-file", required=True, help="where the jobs are")
    args = parser.parse_args()
    with open(args.json_file) as file:
        jobs = json.load(file)
    for job in jobs:
        print(f"{job['name']}: {job['state']}")


if __name__ == "__main__":
    main()

# /// behaviour
# shown = {AUT301 = "--json-file"}
#
# [files]
# "jobs" = '[{"name": "a", "state": "ok"}]'
#
# [[run]]
# args = ["--json", "jobs"]
# out = "a: ok"
# ///
