import argparse
import subprocess
import sys


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    for name in args.names:
        print(f"{name}: {len(name)} letters", flush=True)
        code = f"print({name!r}.upper())"
        subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


if __name__ == "__main__":
    main()

# /// behaviour
# shown = {AUT301 = "child"}
#
# [[run]]
# args = ["ant"]
# out = "ANT"
# ///
