"""The pictures of the report and of an extraction in a notebook in docs/pictures, made of the sample articles.

    python docs/make_pictures.py

Needs Chromium and fonts (apt-get install -y chromium fonts-noto-cjk) and the extras ``report`` and ``services``. On one machine the same
samples give the same pictures.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
sys.path.insert(0, str(ROOT))

from extractor import extract  # noqa: E402
from tests.services.browser import Reader, launch  # noqa: E402

WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 375, "height": 720}
PAPERS = {"light": "", "dark": "background: #111; color: #ddd"}


def take(one: Reader, report: Path, name: str, address: str, *, chosen: str | None = None, wait: str | None = None) -> None:
    """One picture: a view, with a fact chosen where wanted."""
    page = one.open(report, address)
    if chosen:
        page.locator("#text mark.fact", has_text=chosen).first.click()
        page.mouse.move(0, 0)
        page.wait_for_selector("#panel")
    if wait:
        page.wait_for_selector(wait)
    page.wait_for_timeout(400)  # the pointer has gone, and what it showed with it
    page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    page.screenshot(path=PICTURES / f"report-{name}.png", animations="disabled", caret="hide")


def take_notebook(one: Reader, folder: Path, name: str, theme: str) -> None:
    """An extraction as the output of a cell, a number pointed at."""
    article = (ROOT / "samples" / "customs_trade.txt").read_text(encoding="utf-8")
    shown = folder / "notebook.html"
    body = f'<body data-theme="{theme}" style="margin:1rem; {PAPERS[theme]}">'
    shown.write_text(f'<!doctype html><meta charset="utf-8">{body}{extract(article)._repr_html_()}', encoding="utf-8")
    page = one.page
    page.goto(shown.as_uri())
    page.locator("mark[tabindex]", has_text="20.3%").first.hover()
    page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    page.screenshot(
        path=PICTURES / f"{name}.png",
        clip={"x": 0, "y": 0, "width": WIDE["width"], "height": 730},
        animations="disabled",
        caret="hide",
    )


def main() -> None:
    """Make all pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, launch() as browser:
        report = Path(folder) / "report.html"
        command = [sys.executable, "-m", "extractor", "report", "samples", "-o", str(report), "--quiet"]
        subprocess.run(command, cwd=ROOT, check=True)
        faults: list[str] = []
        for theme, twin in (("light", ""), ("dark", "-dark")):  # docs/_ext/dark.py shows the one that goes with the page
            wide = Reader(browser, color_scheme=theme)
            wide.page.set_viewport_size(WIDE)
            take(wide, report, f"overview{twin}", "")
            take(wide, report, f"article{twin}", "#a=park_half_year", chosen="第一")
            take(wide, report, f"charts{twin}", "#view=charts&chart=growth", wait=".drawing svg")
            take_notebook(wide, Path(folder), f"notebook{twin}", theme)
            phone = Reader(browser, color_scheme=theme, has_touch=True, is_mobile=True, device_scale_factor=2)
            phone.page.set_viewport_size(PHONE)
            take(phone, report, f"phone{twin}", "#a=county_quarter", chosen="0.4个百分点")
            faults += wide.faults + phone.faults
    if faults:
        sys.exit("\n".join(faults))
    for path in sorted(PICTURES.glob("*.png")):
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
