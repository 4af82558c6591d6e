"""A person's way through a case, in a real browser."""

import os
import shutil
import threading
from dataclasses import replace

import pytest
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from api.app import create_app
from api.commands.demonstration import load_demo
from tests.api.conftest import DEMO, message

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.enable_socket]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@pytest.fixture
def address(services):
    open_services = replace(services, settings=replace(services.settings, authentication=False))
    server = make_server("127.0.0.1", 0, create_app(open_services), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(address):
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing, and with CI=true this test may not be left out")
        pytest.skip("Chromium is MISSING: the pages were not tried in a browser")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        opened = context.new_page()
        complaints = []
        opened.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        yield opened
        browser.close()
    assert complaints == []


def posted(page, address, content) -> str:
    answer = page.request.post(f"{address}/api/v1/documents", data=content)
    assert answer.status == 201, answer.text()
    return f"{address}/cases/{answer.json()['case']['id']}"


def in_view(page, selector) -> bool:
    """Return whether a place lies inside the visible part of the source pane."""
    return page.evaluate(
        """(selector) => {
            const box = document.querySelector(selector).getBoundingClientRect();
            const pane = document.querySelector("[data-source]").getBoundingClientRect();
            return box.width > 0 && box.top >= pane.top && box.bottom <= pane.bottom
                && box.left >= pane.left && box.right <= pane.right;
        }""",
        selector,
    )


def test_clicked_number_is_marked_where_it_was_read(page, address):
    page.goto(posted(page, address, message()))
    for link in page.locator("table.numbers a.number").all():
        link.click()
        chosen = page.locator("mark.chosen")

        assert chosen.count() == 1
        assert link.inner_text().replace("−", "-") == chosen.inner_text()
        assert in_view(page, "mark.chosen")
        assert "read as" in page.locator("[data-caption-here]").inner_text()


def test_box_of_a_chosen_number_stands_on_its_page_and_in_view(page, address):
    page.goto(posted(page, address, DEMO.joinpath("08_ge_spine_with_trend.pdf").read_bytes()))
    page.wait_for_function("document.querySelector('.sheet img').naturalWidth > 0")
    links = page.locator("table.numbers a.number")
    for number in (0, links.count() - 1):
        link = links.nth(number)
        link.click()

        assert page.locator("rect.chosen").get_attribute("data-keys") == link.get_attribute("data-key")
        assert in_view(page, "rect.chosen")


def test_keyboard_alone_leads_from_the_list_to_the_source(page, address):
    posted(page, address, message())
    page.goto(f"{address}/cases")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*")
    first = page.locator("mark.chosen").inner_text()
    page.keyboard.press("j")
    second = page.locator("mark.chosen").inner_text()
    page.keyboard.press("n")
    page.keyboard.press("?")

    assert {"-2.6", "-2.8"} == {first, second}
    assert page.locator("dialog#keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    page.wait_for_url("**/cases")


def test_every_demo_case_opens_without_a_complaint_of_the_browser(page, address, services):
    load_demo(services)
    page.goto(f"{address}/cases")
    addresses = [link.get_attribute("href") for link in page.locator("a.open").all()]
    for case in addresses:
        page.goto(f"{address}{case}")

        assert page.locator("h1").inner_text()
        assert page.locator("mark.chosen, rect.chosen").count() >= 1
    assert len(addresses) == 10


def test_page_can_be_read_by_a_screen_reader(page, address):
    page.goto(posted(page, address, message()))
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea, img, button, a")].filter(
            (node) => !(node.labels && node.labels.length) && !node.textContent.trim() && !node.hasAttribute("alt")
                && !node.getAttribute("aria-label")).map((node) => node.outerHTML)"""
    )
    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map((node) => Number(node.tagName[1]))")

    assert nameless == []
    assert levels.count(1) == 1
    assert [1, 1, 1] == [page.locator(landmark).count() for landmark in ("main", "aside", "header.top")]
