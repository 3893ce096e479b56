import asyncio
import sys


async def main(delay):
    code = f"import time; time.sleep({delay}); raise SystemExit(5)"
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
    status = await child.wait()
    print("status", status)
    return status


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1])))

# /// behaviour
# fixed = ["AUT104"]
#
# [[run]]
# args = ["0"]
# status = 5
# out = "status 5"
#
# [[timeout]]
# args = ["30"]
# status = 1
# ///
