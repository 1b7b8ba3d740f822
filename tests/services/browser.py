"""A real browser for report pages: Debian's Chromium, driven by Playwright, with nothing to talk to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = Path("/usr/bin/chromium")
HOW = "Chromium is not installed; these tests need it: apt-get install -y chromium fonts-noto-cjk"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
_OWN = ("file:", "blob:", "data:")


@contextmanager
def launch() -> Iterator[Any]:
    """A browser for as long as the block runs.

    Raises:
        RuntimeError: it is missing; the message names the command that installs it.
    """
    if not CHROMIUM.exists():
        raise RuntimeError(HOW)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise RuntimeError(f"{error}; these tests need it: pip install -e '.[services]'") from None
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Reader:
    """Somebody who opens a report. What must never happen is written down: dialogs, requests, errors."""

    def __init__(self, browser: Any, **options: Any) -> None:
        self.faults: list[str] = []
        self.context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True, **options)
        self.context.on("page", self._watch)
        self.page = self.context.new_page()

    def _watch(self, page: Any) -> None:
        page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: request.url.startswith(_OWN) or self.faults.append(f"request: {request.url}"))
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("console", lambda message: message.type == "error" and self.faults.append(f"console: {message.text}"))

    def open(self, path: Path, address: str = "") -> Any:
        """Open a page and wait until it is ready."""
        self.page.goto("about:blank")
        self.page.goto(path.as_uri() + address)
        self.page.wait_for_selector("html[data-ready]", timeout=60_000)
        return self.page

    def download(self, selector: str) -> Path:
        """Click, and the file that comes of it."""
        with self.page.expect_download() as started:
            self.page.click(selector)
        return Path(started.value.path())
