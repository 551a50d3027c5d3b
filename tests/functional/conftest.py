"""One Chromium for all tests that open a page from disk, with the network off."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("there is no Chromium on the PATH, and these tests need one (Debian: apt-get install chromium)")
        pytest.skip("no Chromium on the PATH (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Opened:
    """A page that is ready, and what went wrong or out on the way."""

    page: Page
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def js(self, script: str, *values: Any) -> Any:  # noqa: ANN401 - whatever the script returns
        return self.page.evaluate(script, *values)

    def drawn(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.js("conflictMap.drawn()")
        return found

    def set_date(self, index: int) -> None:
        """Move the slider as a reader does."""
        self.js("i => { const s = document.getElementById('date'); s.value = i; s.dispatchEvent(new Event('input', {bubbles: true})); }", index)
        self.page.wait_for_timeout(500)


@pytest.fixture
def page_from(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Return a function that opens HTML from a file, offline, and waits until it is ready."""
    contexts = []

    def open_page(html: str, *, hash: str = "", size: tuple[int, int] = (1280, 800), **options: Any) -> Opened:  # noqa: A002, ANN401
        file = tmp_path / f"page-{len(contexts)}.html"
        file.write_text(html, encoding="utf-8")
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        opened = Opened(page)
        page.on("request", lambda request: opened.requests.append(request.url))
        page.on("console", lambda message: opened.console.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: opened.console.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (opened.dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(file.as_uri() + hash)
        page.wait_for_selector("html[data-ready]", state="attached", timeout=20_000)
        opened.requests = [address for address in opened.requests if address != file.as_uri() + hash and not address.startswith(("data:", "blob:"))]
        return opened

    yield open_page
    for context in contexts:
        context.close()
