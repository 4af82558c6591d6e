"""Writes the pictures of the pages: starts a demonstration of its own and photographs it with Chromium.

Beside the pages it photographs one document of every family of the corpus with its numbers lit, and lists them in
docs/examples.md.
"""

import json
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
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from fixtures.corpus.family import Family, all_families, sample_of

IMAGES = Path(__file__).parent / "images"
EXAMPLES = IMAGES / "examples"
OSTEON = Path(sys.executable).with_name("osteon")
SIZE = {"width": 1440, "height": 960}
SEED = 1
WHOLE_WIDTH = """() => document.querySelectorAll(".sheet").forEach((sheet) => {
  sheet.style.width = "100%";
  const chosen = sheet.querySelector(".chosen");
  if (chosen) chosen.scrollIntoView({ block: "center", behavior: "instant" });
})"""
"""Shows a page as wide as its frame, so that the names of the rows stand in the picture with their numbers."""
TRIES = 4
"""Some families hold documents that are rightly refused; the first of these that gives a case is shown."""


@contextmanager
def demonstration(home: str) -> Iterator[tuple[str, str]]:
    """Yield the login link and a token of a demonstration, stopped at the end.

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
            yield announced(process.stdout or ())
        finally:
            process.terminate()


def announced(lines: Iterator[str] | tuple[()]) -> tuple[str, str]:
    """Return the link and the token the service prints once it is ready."""
    said = []
    for line in lines:
        said.append(line)
        if "serving on" in line:
            break
    text = "".join(said)
    link, token = re.search(r"open (http\S+)", text), re.search(r"token for the API[^:]*: (\S+)", text)
    if link is None or token is None:
        raise RuntimeError("the demonstration did not start")
    return link[1], token[1]


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


def exemplify(page: Page, origin: str, token: str) -> list[str]:
    """Write a picture of one document of every family that gives a case; return the families."""
    shown = []
    for family in all_families():
        case = next((one for index in range(TRIES) if (one := posted(origin, token, family, index))), None)
        if case is None:
            continue
        page.goto(f"{origin}/cases/{case}")
        page.wait_for_load_state("networkidle")
        page.evaluate(WHOLE_WIDTH)
        target = EXAMPLES / f"{family.name}.png"
        page.locator("aside.source").screenshot(path=target)
        # Few colours are enough for text on a page, and a quarter of the bytes.
        with Image.open(target) as picture:
            picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=32).save(target, optimize=True)
        shown.append(family.name)
    return shown


def posted(origin: str, token: str, family: Family, index: int) -> str | None:
    """Return the case a document of the corpus gives; None if it is refused, as some families should be."""
    content = sample_of(family, SEED, index).content
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"}
    request = Request(f"{origin}/api/v1/documents", data=content, headers=headers)  # noqa: S310 - our own loopback
    try:
        with urlopen(request, timeout=60) as answer:  # noqa: S310 - our own loopback
            found: str | None = json.load(answer)["case"]["id"]
            return found
    except HTTPError:
        return None


def list_examples(families: list[str]) -> None:
    """Write the page of the examples."""
    sections = (
        f"## {name}\n\n`python -m fixtures.corpus --seed {SEED} --family {name} --index N FILE`\n\n"
        f"![A document of the family {name} with its numbers lit](images/examples/{name}.png)\n"
        for name in families
    )
    text = (
        "# Examples\n\nOne synthetic document of every family the corpus generator makes, as the case page shows its "
        "source: every number\nthat was read is lit where it stands. Written by `make screenshots`.\n\n"
    )
    Path(__file__).with_name("examples.md").write_text(text + "\n".join(sections), encoding="utf-8")


def main() -> None:
    """Write every picture."""
    EXAMPLES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as home, demonstration(home) as (link, token), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        photograph(page, link)
        list_examples(exemplify(page, "/".join(link.split("/")[:3]), token))
        browser.close()


if __name__ == "__main__":
    main()
