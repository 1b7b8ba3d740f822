"""The documentation site: built without a warning, its links lead somewhere, it asks no other host for anything, its search finds Chinese."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag, urlsplit

import pytest
from lxml import html

ROOT = Path(__file__).resolve().parents[2]
NO_BROWSER = "Chromium is not installed; these tests need it: apt-get install -y chromium fonts-noto-cjk"
_BROWSER = (
    "chromium --headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
).split()
_LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src", "object": "data"}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """Built as `make docs` builds it."""
    out = tmp_path_factory.mktemp("site")
    command = ["make", "-s", "site", f"BIN={Path(sys.executable).parent}", f"SITE={out}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, f"{done.stderr}\nIs Sphinx there? pip install -e '.[docs]'"
    return out / "html"


@pytest.fixture(scope="module")
def pages(site) -> dict[str, html.HtmlElement]:
    return {path.name: html.fromstring(path.read_bytes()) for path in sorted(site.glob("*.html"))}


def test_every_page_of_the_repository_is_there(site):
    names = {path.stem for path in (ROOT / "docs").glob("*.md")}
    assert {"index", "contract", "binding", "commands", "glossary"} < names
    assert sorted(name for name in names if not (site / f"{name}.html").exists()) == []


def test_links_within_the_site_lead_somewhere(site, pages):
    dead = []
    for name, page in pages.items():
        for link in page.xpath("//a/@href"):
            path, anchor = urldefrag(link)
            if urlsplit(path).scheme:
                continue
            target = pages.get(unquote(path)) if path else page
            if not (site / unquote(path)).exists() or (
                anchor and target is not None and not target.xpath("//*[@id=$id]", id=unquote(anchor))
            ):
                dead.append(f"{name}: {link}")
    assert dead == []


def test_nothing_is_asked_of_another_host(site, pages):
    asked = []
    for name, page in pages.items():
        loaded = [element.get(_LOADED[element.tag]) for element in page.iter(*_LOADED)]
        loaded += page.xpath("//link[not(@rel='canonical')]/@href")
        asked += [
            f"{name}: {address}"
            for address in loaded
            if address and (urlsplit(address).netloc or urlsplit(address).scheme == "http")
        ]
    for path in site.rglob("*.css"):
        addresses = re.findall(r"""(?:url\(|@import)\s*['"]?([^'")\s]+)""", path.read_text(encoding="utf-8"))
        asked += [f"{path.name}: {address}" for address in addresses if re.match(r"(?:https?:)?//", address)]
    assert asked == []


def browse(address: str, folder: Path) -> tuple[str, str]:
    """A page after its scripts have run, and what the browser said."""
    if shutil.which("chromium") is None:
        pytest.fail(NO_BROWSER, pytrace=False)
    command = [
        *_BROWSER,
        f"--user-data-dir={folder}",
        "--enable-logging=stderr",
        "--virtual-time-budget=10000",
        "--dump-dom",
        address,
    ]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=120)
    return done.stdout, "\n".join(line for line in done.stderr.splitlines() if "CONSOLE" in line)


@pytest.mark.parametrize(
    ("words", "found"),
    [("工业增加值", "contract"), ("亩均", "glossary"), ("增", "glossary"), ("GDP增速", "glossary"), ("confidence", "accuracy")],
)
def test_search_finds_chinese_words_and_english_ones_without_a_server(site, tmp_path, words, found):
    seen, said = browse(f"{(site / 'search.html').as_uri()}?q={quote(words)}", tmp_path)
    hits = re.findall(r'<li class="kind-[^"]*"><a href="(\w+)\.html', seen)
    assert found in hits, f"{hits}\n{said}"


def test_search_names_guides_before_what_is_looked_up(site, tmp_path):
    seen, said = browse(f"{(site / 'search.html').as_uri()}?q=sqlite", tmp_path)
    hits = re.findall(r'<li class="kind-[^"]*"><a href="(\w+)\.html', seen)
    assert hits[0] in ("batch", "start") and hits[-1] == "changelog", f"{hits}\n{said}"


def test_pictures_have_twins_for_dark_paper(pages):
    """One of the two is shown; where the extension is not at work there is only the light one."""
    for name, count in (("report.html", 4), ("notebook.html", 1)):
        shown = {kind: pages[name].xpath(f"//img[contains(@class, 'only-{kind}')]/@src") for kind in ("light", "dark")}
        assert shown["dark"] == [path.replace(".png", "-dark.png") for path in shown["light"]] and len(shown["dark"]) == count


def test_long_names_break_behind_underscores_and_stay_one_word(site, pages):
    name = "gross_output_value_of_industry_above_designated_size"
    assert name.replace("_", "_<wbr>") in (site / "glossary.html").read_text(encoding="utf-8")
    assert name in pages["glossary.html"].text_content()


def test_search_does_not_find_what_is_not_there(site, tmp_path):
    seen, _ = browse(f"{(site / 'search.html').as_uri()}?q={quote('螺蛳粉')}", tmp_path)
    assert "did not match any documents" in seen
