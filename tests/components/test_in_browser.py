"""The specimen in Chromium: clean for axe, wide enough to press, whole without scripts."""

import pytest
from playwright.sync_api import Page

from tests.support.browser import ContextFactory, axe_findings, bring_axe

pytestmark = pytest.mark.browser

PAGES = [
    "front",
    "report/corruption",
    "report/grievance?refused=1",
    "receipt/corruption",
    "case/grievance",
    "figures/corruption",
    "desk/grievance",
    "desk_case/corruption",
    "print",
]

#: Links in running text, in headings and in cells are as high as their line (WCAG 2.5.8, inline).
SMALL_TARGETS = """() => {
  const pressed = "a, button, input:not([type=hidden]), select, summary, textarea";
  const covered = ".skip-link, [type=radio], [type=checkbox]";
  const running = "td, th, dd, h2, h3, li:not([class]), p:not([class])";
  return [...document.querySelectorAll(pressed)]
    .filter(one => !one.matches(covered) && !(one.tagName == "A" && one.closest(running)))
    .map(one => [one.getBoundingClientRect(), one.outerHTML.slice(0, 120)])
    .filter(([box]) => box.width && Math.min(box.width, box.height) < 43.5)
    .map(([, html]) => html);
}"""


def overflow(page: Page) -> int:
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: str, phone: ContextFactory, specimen_url: str) -> None:
    page = phone(color_scheme=scheme).new_page()
    bring_axe(page)

    for path in PAGES:
        page.goto(f"{specimen_url}/{path}")
        assert (path, axe_findings(page)) == (path, [])


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_is_cut_off_and_everything_can_be_pressed(
    width: int, desktop: ContextFactory, specimen_url: str
) -> None:
    page = desktop(viewport={"width": width, "height": 800}).new_page()

    for path in PAGES:
        page.goto(f"{specimen_url}/{path}")
        assert (path, overflow(page)) == (path, 0)
        assert (path, page.evaluate(SMALL_TARGETS)) == (path, [])


def test_the_policy_blocks_nothing_of_ours(desktop: ContextFactory, specimen_url: str) -> None:
    page = desktop().new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    for path in PAGES:
        page.goto(f"{specimen_url}/{path}")

    assert said == []
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('1rem Sarabun'))")


def test_without_scripts_the_summary_of_errors_has_the_focus(
    no_script: ContextFactory, specimen_url: str
) -> None:
    page = no_script().new_page()

    page.goto(f"{specimen_url}/report/grievance?refused=1")

    assert page.locator("#error-summary:focus").count() == 1


def test_the_quick_exit_works_without_scripts(no_script: ContextFactory, specimen_url: str) -> None:
    page = no_script().new_page()
    page.goto(f"{specimen_url}/report/corruption")

    with page.expect_request("**/front"):
        page.locator("#quick-exit").click()


def test_the_quick_exit_stays_in_sight(phone: ContextFactory, specimen_url: str) -> None:
    page = phone().new_page()
    page.goto(f"{specimen_url}/report/corruption")

    page.evaluate("window.scrollTo(0, 1500)")

    box = page.locator("#quick-exit").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 80


def test_escape_three_times_leaves_and_takes_the_page_out_of_the_history(
    desktop: ContextFactory, specimen_url: str
) -> None:
    page = desktop().new_page()
    page.goto(f"{specimen_url}/report/corruption")
    page.evaluate("document.getElementById('quick-exit').href = '/specimen/front'")
    length = page.evaluate("history.length")

    for _press in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/specimen/front")

    assert page.evaluate("history.length") == length
