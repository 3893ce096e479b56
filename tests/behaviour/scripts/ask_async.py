import argparse
import asyncio


async def transfer(amount):
    await asyncio.sleep(0)
    with open("sent", "w") as file:
        file.write(str(amount))
    return amount


async def main():
    parser = argparse.ArgumentParser(description="Send money")
    parser.add_argument("amount", type=int)
    args = parser.parse_args()
    answer = input(f"Send {args.amount}? [y/N]: ")
    if answer.lower() != "y":
        print("not sent")
        return
    print("sent", await transfer(args.amount))


if __name__ == "__main__":
    asyncio.run(main())

# /// behaviour
# fixed = ["AUT201", "AUT202"]
#
# [[run]]
# args = ["5"]
# stdin = "Y\n"
# out = "sent 5"
#
# [[unattended]]
# args = ["5"]
# out = "not sent"
# ///
