import argparse
import logging
import warnings

log = logging.getLogger("audit")

USERS = {"root": 0, "anna": 1000, "guest": 999}


def audit(least):
    for user, number in sorted(USERS.items()):
        log.info("looking at %s", user)
        if number < least and user != "root":
            warnings.warn(f"{user} has a low number", stacklevel=2)
            log.warning("%s is odd", user)
        yield user, number


def main():
    parser = argparse.ArgumentParser(description="List users")
    parser.add_argument("--least", type=int, default=1000)
    parser.add_argument("-v", action="store_true")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO if args.v else logging.WARNING, format="%(message)s")
    for user, number in audit(args.least):
        print(f"{user:<6} {number:>5}")


if __name__ == "__main__":
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["--least", "500"]
# out = "anna    1000"
# records = '[{"user": "anna", "number": 1000}, {"user": "guest", "number": 999}, {"user": "root", "number": 0}]'
#
# [[run]]
# args = ["-v"]
# out = "guest    999"
# ///
