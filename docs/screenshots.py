"""Writes the pictures of the pages: starts a demonstration of its own and photographs it with Chromium."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
OSTEON = Path(sys.executable).with_name("osteon")
SIZE = {"width": 1440, "height": 960}


@contextmanager
def demonstration(home: str) -> Iterator[str]:
    """Yield the login link of a demonstration, stopped at the end.

    Raises:
        RuntimeError: it ended before it printed a link.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    clean = {key: value for key, value in os.environ.items() if not key.startswith("OSTEON_")}
    ours = {"OSTEON_HOME": home, "OSTEON_HTTP_PORT": port, "OSTEON_LOG_LEVEL": "ERROR", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen([OSTEON, "serve", "--demo"], env=clean | ours, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield login_link(process.stdout or ())
        finally:
            process.terminate()


def login_link(lines: Iterator[str] | tuple[()]) -> str:
    """Return the link the service prints once it is ready."""
    found = ""
    for line in lines:
        if link := re.search(r"open (http\S+)", line):
            found = link[1]
        if "serving on" in line and found:
            return found
    raise RuntimeError("the demonstration did not start")


def photograph(page: Page, link: str) -> None:
    """Write a picture of the worklist, of two cases, and of the guideline editions."""
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Cases").wait_for()
    origin = "/".join(page.url.split("/")[:3])
    page.screenshot(path=IMAGES / "worklist.png")
    # A letter that contradicts its numbers, and a printout read by the place of its words.
    shown = {"case.png": "D-104", "printout.png": "D-107"}
    rows = {name: page.locator("tr", has_text=patient) for name, patient in shown.items()}
    links = {name: row.locator("a[href*='/cases/']").first.get_attribute("href") for name, row in rows.items()}
    for name, case in links.items():
        page.goto(f"{origin}{case}")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=IMAGES / name)
    page.goto(f"{origin}/guidelines")
    page.screenshot(path=IMAGES / "guidelines.png")


def main() -> None:
    """Write every picture."""
    IMAGES.mkdir(exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as home, demonstration(home) as link, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        photograph(browser.new_page(viewport=SIZE), link)  # type: ignore[arg-type]
        browser.close()


if __name__ == "__main__":
    main()
