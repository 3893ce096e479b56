import argparse
import sys

CLUSTERS = {"east": ["e1", "e2"], "west": ["w1"]}


def list_nodes(options):
    for node in CLUSTERS[options.cluster]:
        print("node", node, "in", options.cluster)


def count_nodes(options):
    total = sum(map(len, CLUSTERS.values()))
    print(f"{total} nodes in {len(CLUSTERS)} clusters")


def list_clusters(options):
    print("\n".join(CLUSTERS))


def build_parser():
    parser = argparse.ArgumentParser(prog="fleet")
    top = parser.add_subparsers(title="things", metavar="THING", required=True)
    nodes = top.add_parser("node", help="about nodes").add_subparsers(required=True)
    one = nodes.add_parser("list")
    one.add_argument("cluster", choices=sorted(CLUSTERS))
    one.set_defaults(run=list_nodes)
    two = nodes.add_parser("count")
    two.set_defaults(run=count_nodes)
    clusters = top.add_parser("cluster", help="about clusters").add_subparsers(required=True)
    clusters.add_parser("list").set_defaults(run=list_clusters)
    return parser


def main():
    options = build_parser().parse_args()
    options.run(options)


if __name__ == "__main__":
    sys.exit(main())

# /// behaviour
# fixed = ["AUT301"]
# help = [[], ["node"], ["node", "list"]]
#
# [[run]]
# args = ["node", "list", "east"]
# out = "node e2 in east"
#
# [[run]]
# args = ["node", "count"]
# out = "3 nodes in 2 clusters"
#
# [[run]]
# args = ["cluster", "list"]
# out = "east\nwest\n"
#
# [[run]]
# args = ["node", "list", "north"]
# status = 2
# ///
