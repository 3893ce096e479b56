import asyncio
import sys


async def shout(word, delay):
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        f"import sys, time; time.sleep({delay}); print(sys.stdin.read().upper())",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await child.communicate(word.encode())
    return out.decode().strip()


async def main():
    words = await asyncio.gather(*(shout(word, sys.argv[1]) for word in ("hey", "ho")))
    print(*words)


if __name__ == "__main__":
    asyncio.run(main())

# /// behaviour
# fixed = ["AUT104"]
#
# [[run]]
# args = ["0"]
# out = "HEY HO"
#
# [[timeout]]
# args = ["30"]
# status = 1
# ///
