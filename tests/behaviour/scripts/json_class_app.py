"""A small ledger."""

import argparse
import sys


class Ledger:
    """Amounts by account."""

    def __init__(self):
        self.rows = []

    def load(self, path):
        with open(path, encoding="utf-8") as file:
            for line in file:
                account, amount = line.split()
                self.rows.append((account, int(amount)))

    def balance(self):
        found = {}
        for account, amount in self.rows:
            found[account] = found.get(account, 0) + amount
        return found


class App:
    def __init__(self, argv=None):
        self.parser = argparse.ArgumentParser(description=__doc__)
        self.parser.add_argument("ledger")
        self.parser.add_argument("--only", help="just this account")
        self.args = self.parser.parse_args(argv)
        self.ledger = Ledger()

    def run(self):
        self.ledger.load(self.args.ledger)
        status = 0
        for account, amount in sorted(self.ledger.balance().items()):
            if self.args.only in (None, account):
                self.line(account, amount)
                status |= amount < 0
        return int(status)

    def line(self, account, amount):
        print(f"{account:<10}{amount:>8}")


if __name__ == "__main__":
    sys.exit(App().run())

# /// behaviour
# fixed = ["AUT301"]
#
# [files]
# "book" = "cash 10\nbank -4\ncash 5\n"
#
# [[run]]
# args = ["book"]
# status = 1
# out = "cash            15"
# records = '[{"account": "bank", "amount": -4}, {"account": "cash", "amount": 15}]'
#
# [[run]]
# args = ["book", "--only", "cash"]
#
# [[run]]
# args = ["no-book"]
# status = 1
# ///
