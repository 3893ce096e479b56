"""Chromium without a window, driven over pipes by its own DevTools protocol.

Messages are JSON that end in a zero byte: the browser reads them from descriptor 3 and answers on
descriptor 4. So there is no port to wait for, and no client to install.
"""

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PROGRAM = "chromium"
_SWITCHES = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--hide-scrollbars", "--force-color-profile=srgb"),
    "--remote-debugging-pipe",
)
_PATIENCE = 60  # seconds for one answer
# Puts the ends of two pipes where the browser looks for them, and becomes the browser.
_BECOME = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); "
    "os.execvp(sys.argv[3], sys.argv[3:])"
)

# Counts what the policy of a page forbids, before anything of the page runs.
_WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI || event.sample}`);
});
"""


def is_there() -> bool:
    """Whether there is a Chromium to drive."""
    return shutil.which(PROGRAM) is not None


class Browser:
    """One browser with one page, whose state is kept in `profile`, an empty folder."""

    def __init__(self, profile: Path) -> None:
        """Start it."""
        commands, self._to = _high_pipe()
        self._from, answers = _high_pipe()
        browser = (PROGRAM, *_SWITCHES, f"--user-data-dir={profile}", "about:blank")
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BECOME, str(commands), str(answers), *browser],
            pass_fds=(commands, answers),
            env=os.environ | {"HOME": str(profile)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(commands)
        os.close(answers)
        self._number = 0
        self._unread = b""
        self._session = ""
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Page.addScriptToEvaluateOnNewDocument", source=_WATCH)

    def close(self) -> None:
        """End it."""
        try:
            self._session = ""
            self.call("Browser.close")
            self._process.wait(_PATIENCE)
        finally:
            self._process.kill()
            self._process.wait(_PATIENCE)
            os.close(self._to)
            os.close(self._from)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send one command and wait for its answer; events that come meanwhile are kept."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._to, data) :]
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                result: dict[str, Any] = answer["result"]
                return result
            self.events.append(answer)

    def _next(self) -> dict[str, Any]:
        until = time.monotonic() + _PATIENCE
        while b"\0" not in self._unread:
            ready, _, _ = select.select([self._from], [], [], max(0, until - time.monotonic()))
            assert ready, "the browser does not answer"
            piece = os.read(self._from, 1 << 20)
            assert piece, "the browser is gone"
            self._unread += piece
        line, _, self._unread = self._unread.partition(b"\0")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def open(self, page: Path) -> None:
        """Show a page, and forget the events of those before."""
        self.events = []
        self.call("Page.navigate", url=page.as_uri())
        while not self.seen("Page.loadEventFired"):
            self.events.append(self._next())
        self.settle()

    def settle(self) -> None:
        """Wait until what was changed is drawn."""
        twice = "new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(1))))"
        self.call("Runtime.evaluate", expression=twice, awaitPromise=True)

    def seen(self, event: str) -> list[dict[str, Any]]:
        """The parameters of all events of one kind."""
        return [e["params"] for e in self.events if e.get("method") == event]

    def ask(self, expression: str) -> Any:
        """The value of an expression of JavaScript in the page."""
        answer = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def complaints(self) -> list[str]:
        """What went wrong in the page: exceptions, lines of the console, breaches of its policy."""
        found = [str(e["exceptionDetails"]) for e in self.seen("Runtime.exceptionThrown")]
        found += [str(e["args"]) for e in self.seen("Runtime.consoleAPICalled")]
        found += [e["entry"]["text"] for e in self.seen("Log.entryAdded")]
        return found + list(self.ask("window.violations"))

    def requests(self) -> list[str]:
        """The addresses that were asked for, the page among them."""
        return [e["request"]["url"] for e in self.seen("Network.requestWillBeSent")]

    def media(self, scheme: str = "light", kind: str = "screen") -> None:
        """Show the page as somebody sees it who prefers a colour scheme, or who prints."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", media=kind, features=features)
        self.settle()

    def width(self, pixels: int, height: int = 900) -> None:
        """Make the window this wide."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=pixels,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.settle()

    def picture(self) -> bytes:
        """The whole page as a PNG."""
        self.settle()
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        return base64.b64decode(shot["data"])

    def paper(self) -> bytes:
        """The page as a PDF, as somebody gets it who prefers the dark scheme."""
        self.media("dark", kind="")
        printed = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(printed["data"])


def _high_pipe() -> tuple[int, int]:
    """The ends of a pipe, reading and writing, where they are in nobody's way."""
    import fcntl  # where there is none, there is no such browser

    ends = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends]
    for end in ends:
        os.close(end)
    return high[0], high[1]
