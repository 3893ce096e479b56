"""Ask several hosts, all at once."""

import argparse
import asyncio


async def probe(host: str, delay: float) -> tuple[str, int]:
    await asyncio.sleep(delay)
    if host == "down":
        raise ConnectionError(f"{host} does not answer")
    return host, len(host) * 10


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("hosts", nargs="+")
    parser.add_argument("--delay", type=float, default=0.01)
    args = parser.parse_args()
    probes = [probe(host, args.delay) for host in args.hosts]
    failed = 0
    for result in await asyncio.gather(*probes, return_exceptions=True):
        if isinstance(result, Exception):
            print(f"error: {result}")
            failed += 1
            continue
        host, latency = result
        print(f"{host}: {latency} ms")
    return 4 if failed else 0


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))

# /// behaviour
# fixed = ["AUT301"]
#
# [[run]]
# args = ["alpha", "beta"]
# out = "alpha: 50 ms\nbeta: 40 ms\n"
# records = '[{"host": "alpha", "latency": 50}, {"host": "beta", "latency": 40}]'
#
# [[run]]
# args = ["alpha", "down"]
# status = 4
# out = "error: down does not answer"
# ///
