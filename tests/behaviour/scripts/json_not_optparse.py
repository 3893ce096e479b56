from optparse import OptionParser


def main():
    parser = OptionParser(usage="%prog [options] WORD...")
    parser.add_option("-r", "--reverse", action="store_true", default=False)
    options, words = parser.parse_args()
    for word in sorted(words, reverse=options.reverse):
        print("%-10s %d" % (word, len(word)))


if __name__ == "__main__":
    main()

# /// behaviour
# shown = {AUT301 = ""}
#
# [[run]]
# args = ["b", "abc"]
# out = "abc        3\nb          1\n"
# ///
