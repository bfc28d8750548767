"""A real Chromium for the journeys: phone and desk, with console errors and axe violations as failures."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

# Playwright keeps an event loop in this thread; Django would otherwise refuse its own sync calls.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ROOT = Path(__file__).resolve().parents[1]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-default-apps",
]  # fmt: skip
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def chromium() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass
class Visit:
    """One person at one screen. ``errors`` collects what the console complained about."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def log_in(self, username: str, password: str) -> Page:
        self.open("/accounts/login/")
        self.page.locator("input[name=login]").fill(username)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("form[action*=login] button[type=submit], main button[type=submit]").first.click()
        self.page.wait_for_url("**/desk/**")
        return self.page

    def check_accessible(self) -> None:
        """Zero axe violations (WCAG 2.2 AA). The message names each rule and the first places."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            "async () => (await axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa'],"
            " resultTypes: ['violations']}))"
            ".violations.map(v => [v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 160))])"
        )
        assert found == [], f"{self.page.url}: {found}"

    def check_quiet(self) -> None:
        assert self.errors == []


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        pytest.skip("no Chromium on this machine: install Debian's package 'chromium' to run the journeys")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Any]:
    """``visit(size=PHONE, locale="zh-CN", theme="light")`` opens a fresh browser profile on the live site."""
    contexts = []

    def begin(*, size: dict[str, int] = DESK, locale: str = "zh-CN", theme: str = "light") -> Visit:
        context = browser.new_context(
            viewport=size, locale=locale, color_scheme=theme, has_touch=size is PHONE, bypass_csp=False,
            timezone_id="Asia/Shanghai",
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        here = Visit(page, live_server.url)
        page.on("console", lambda said: here.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda problem: here.errors.append(str(problem)))
        return here

    yield begin
    for context in contexts:
        context.close()
