import argparse
import platform


def collect(names):
    facts = {"system": "linux", "cores": 8, "tags": ["a", "b"], "swap": None, "virtual": False}
    return {name: facts[name] for name in names or facts}


def main():
    parser = argparse.ArgumentParser(description="Facts about this machine")
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    facts = collect(args.names)
    print(facts)


if __name__ == "__main__":
    assert platform.python_version()
    main()

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# out = "'cores': 8"
# document = '{"system": "linux", "cores": 8, "tags": ["a", "b"], "swap": null, "virtual": false}'
#
# [[run]]
# args = ["cores", "swap"]
# document = '{"cores": 8, "swap": null}'
#
# [[run]]
# args = ["colour"]
# status = 1
# ///
