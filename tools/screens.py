#!/usr/bin/env python3
"""Pictures of every page of a running site: phone and desk, light and dark, zh-Hans and en.

    python tools/screens.py [--address http://127.0.0.1:8765] [--only desk/cases] [--quick]

Logs in as the demo company's service manager, follows the navigation and the first row of each list, and
writes var/screens/LANGUAGE/SIZE-THEME/PAGE.png. Ends with 1 and says why when a page answers with an error,
the console complains, a page is wider than its screen, or axe finds a violation of WCAG 2.2 AA.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-default-apps",
]  # fmt: skip
SIZES = {"desk": {"width": 1280, "height": 860}, "phone": {"width": 390, "height": 844}}
LANGUAGES = {"zh-Hans": "zh-CN", "en": "en-GB"}
START = ["/desk/", "/office/"]
PUBLIC = ["/", "/accounts/login/", "/no-such-page"]
# One row of each list is opened, so that detail pages are seen too.
FOLLOW = "main table a[href^='/'], main [data-item] a[href^='/'], main .stat[href^='/'], nav.tabs a[href^='/']"
NEVER = re.compile(r"/(logout|export|undo|api|i18n|static)|\.(csv|xlsx)|export=")
RULES = "['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']"
CHECK = (
    f"async () => (await axe.run(document, {{runOnly: {RULES}}}))"
    ".violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 120)).join(' ¦ '))"
)


@dataclass
class Round:
    """One browser profile taking pictures; ``problems`` collects what a person would have complained about."""

    page: Page
    address: str
    folder: Path
    problems: list[str] = field(default_factory=list)
    where: str = ""

    def watch(self) -> None:
        self.page.on("console", lambda said: self.note(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda problem: self.note(str(problem)))

    def note(self, problem: str) -> None:
        self.problems.append(f"{self.folder.parent.name}/{self.folder.name} {self.where}: {problem}")

    def log_in(self, username: str, password: str) -> None:
        self.page.goto(f"{self.address}/accounts/login/")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", password)
        self.page.click("main form button.primary")
        self.page.wait_for_url("**/desk/**")

    def take(self, path: str) -> None:
        self.where = path
        answer = self.page.goto(self.address + path)
        self.page.wait_for_load_state("load")
        self.page.wait_for_timeout(350)
        if answer and answer.status >= 500:
            self.note(f"answered {answer.status}")
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.note("is wider than its screen")
        if AXE.exists():
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
            for violation in self.page.evaluate(CHECK):
                self.note(violation)
        name = re.sub(r"[^\w-]+", "_", path.strip("/")) or "start"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=self.folder / f"{name[:80]}.png", full_page=True)

    def links(self, selector: str) -> list[str]:
        found = self.page.eval_on_selector_all(selector, "links => links.map(a => a.getAttribute('href'))")
        return [href for href in found if href.startswith("/") and not NEVER.search(href)]


def shape(path: str) -> str:
    """Two rows of one list have the same shape: one picture is enough."""
    return re.sub(r"/[^/]*\d[^/]*", "/#", urlsplit(path).path)


def pages(round_: Round, only: str) -> list[str]:
    """Every kind of page that the navigation and the first rows lead to."""
    seen: dict[str, str] = {}
    waiting = list(START)
    while waiting:
        path = waiting.pop(0)
        if shape(path) in seen or len(seen) > 90:
            continue
        round_.where = path
        answer = round_.page.goto(round_.address + path)
        if answer is None or answer.status >= 400:
            if answer and answer.status >= 500:
                round_.note(f"answered {answer.status}")
            continue
        seen[shape(path)] = path
        waiting += round_.links("nav a[href^='/'], " + FOLLOW + ", main a.button[href^='/']")
    return [path for path in seen.values() if only in path]


def visit(browser: Browser, options: argparse.Namespace, language: str, size: str, theme: str) -> Round:
    context = browser.new_context(
        viewport=SIZES[size], locale=LANGUAGES[language], color_scheme=theme, has_touch=size == "phone",
        timezone_id="Asia/Shanghai", reduced_motion="reduce",
    )  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(20_000)
    round_ = Round(page, options.address.rstrip("/"), options.folder / language / f"{size}-{theme}")
    for path in PUBLIC + options.also:
        if options.only in path:
            round_.take(path)
    round_.watch()
    round_.log_in(options.user, options.password)
    if not options.pages:
        options.pages = pages(round_, options.only)
    for path in options.pages:
        round_.take(path)
    context.close()
    return round_


def arguments() -> argparse.Namespace:
    shaped = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=shaped)
    parser.add_argument("--address", default=os.environ.get("MAKEGOOD_ADDRESS", "http://127.0.0.1:8765"))
    parser.add_argument("--user", default="linjing")
    parser.add_argument("--password", default="makegood-demo")
    parser.add_argument("--only", default="", help="pages whose address holds this text")
    parser.add_argument("--also", nargs="*", default=[], help="further addresses, such as a tracking link")
    parser.add_argument("--languages", nargs="*", default=list(LANGUAGES), choices=list(LANGUAGES))
    parser.add_argument("--sizes", nargs="*", default=list(SIZES), choices=list(SIZES))
    parser.add_argument("--themes", nargs="*", default=["light", "dark"], choices=["light", "dark"])
    parser.add_argument("--quick", action="store_true", help="desk size, light, zh-Hans only")
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "screens")
    return parser.parse_args()


def main() -> int:
    options: Any = arguments()
    options.pages = []
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        print("No Chromium on this machine: install Debian's package 'chromium'.", file=sys.stderr)
        return 2
    rounds = [("zh-Hans", "desk", "light")]
    if not options.quick:
        rounds = list(product(options.languages, options.sizes, options.themes))
    problems: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=FLAGS)
        for one in rounds:
            problems += visit(browser, options, *one).problems
        browser.close()
    print("\n".join(problems))
    print(f"{len(options.pages) + len(PUBLIC)} pages × {len(rounds)} in {options.folder}; {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
