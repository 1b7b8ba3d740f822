"""The pictures of the documentation are those that their command draws today."""

from __future__ import annotations

import importlib.util
import sys
import xml.etree.ElementTree as ElementTree

from tests.docs_blocks import PAGES, ROOT

_FILE = ROOT / "docs" / "make_binding_pictures.py"


def command():
    spec = importlib.util.spec_from_file_location("make_binding_pictures", _FILE)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its data classes look for their module
    spec.loader.exec_module(module)
    return module


def test_pictures_of_binding_are_drawn_from_todays_extraction():
    drawn = command().pictures()
    kept = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "pictures").glob("binding_*.svg")}
    assert drawn == kept, "the rules read the article otherwise now; draw anew: python docs/make_binding_pictures.py"
    for svg in drawn.values():
        assert ElementTree.fromstring(svg).tag.endswith("svg") and "<script" not in svg and "href" not in svg


def test_every_picture_is_on_a_page_and_every_dark_one_beside_a_light_one():
    pages = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    pictures = {path.name for path in (ROOT / "docs" / "pictures").iterdir()}
    dark = {name for name in pictures if "-dark." in name}
    assert {name.replace("-dark.", ".") for name in dark} == {name for name in pictures - dark if name.endswith(".png")}
    assert sorted(name for name in pictures - dark if f"pictures/{name}" not in pages) == []


def test_the_article_of_the_pictures_is_the_one_that_the_page_shows():
    page = (ROOT / "docs" / "binding.md").read_text(encoding="utf-8")
    assert f'ARTICLE = """{command().ARTICLE}"""' in page
