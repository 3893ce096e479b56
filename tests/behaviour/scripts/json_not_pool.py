import argparse
import multiprocessing


def work(number):
    print(f"{number} squared is {number * number}", flush=True)
    return number * number


def main():
    parser = argparse.ArgumentParser(description="Square numbers in other processes")
    parser.add_argument("numbers", type=int, nargs="+")
    args = parser.parse_args()
    with multiprocessing.get_context("fork").Pool(1) as pool:
        total = sum(pool.map(work, args.numbers))
    print(f"total: {total}")


if __name__ == "__main__":
    main()

# /// behaviour
# either = ["AUT301"]
#
# [[run]]
# args = ["3", "4"]
# out = "4 squared is 16\ntotal: 25"
# ///
