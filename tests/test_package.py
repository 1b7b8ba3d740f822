"""The wheel: it holds every module and every rule file, nothing else, and works away from the checkout."""

from __future__ import annotations

import json
import os
import shutil
import site
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("extractor", "rules")
NEEDED = (*SHIPPED, "setup.cfg", "pyproject.toml", "README.md", "LICENSE")
TEXT = "2023年上半年，白河县规模以上工业增加值同比增长8.5%，新增企业17家。"


def checkout_files():
    """Files of the checkout that git knows or does not ignore; without git, all but caches."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-coz", "--exclude-standard", "--", *NEEDED], cwd=ROOT, capture_output=True, check=True
        ).stdout
        names = [os.fsdecode(name) for name in listed.split(b"\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [path for name in NEEDED for path in (ROOT / name, *(ROOT / name).rglob("*"))]
        names = [path.relative_to(ROOT).as_posix() for path in found if "__pycache__" not in path.parts]
    return sorted({name for name in names if (ROOT / name).is_file()})


def run(*command, cwd, **env):
    """Run a command; where it fails, the assertion shows what it said."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PIP_"))}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=clean | env, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    copy = tmp_path_factory.mktemp("checkout")
    for name in checkout_files():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy / name)
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", copy / "dist", copy, cwd=copy)
    (made,) = (copy / "dist").glob("*.whl")
    return made


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """The Python of an environment that holds the wheel, and sees the dependencies but not the checkout."""
    home = tmp_path_factory.mktemp("venv")
    venv.create(home, with_pip=False)
    scripts = "Scripts" if os.name == "nt" else "bin"
    python = home / scripts / "python"
    target = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home).strip())
    run(sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", target, wheel, cwd=home)
    paths = dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *site.getsitepackages()])
    (target / "dependencies.pth").write_text("\n".join(paths) + "\n", encoding="utf-8")
    return python


def test_the_wheel_holds_the_package_and_nothing_else(wheel):
    expected = {
        f"extractor/{name}" if name.startswith("rules/") else name
        for name in checkout_files()
        if name.startswith(("extractor/", "rules/"))
    }
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert {name for name in held if not name.startswith("extractor/")} == set()
    assert sorted(expected - held) == [], "missing from the wheel: list the package or the suffix in setup.cfg"
    assert sorted(held - expected) == []
    assert {"extractor/py.typed", "extractor/rules/fragments.yaml", "extractor/cli/main.py", "extractor/io/read.py"} <= held


def test_the_wheel_names_its_dependencies_licence_and_command(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name.split(".dist-info/")[1]: name for name in archive.namelist() if ".dist-info/" in name}
        metadata = archive.read(names["METADATA"]).decode()
        commands = archive.read(names["entry_points.txt"]).decode()
    assert any("LICENSE" in name for name in names)
    assert "Requires-Python: >=3.11" in metadata
    assert "Requires-Dist: jieba" in metadata
    assert "extractor = extractor.cli.main:run" in commands


def test_the_installed_package_extracts_from_another_folder(python, tmp_path):
    script = (
        "import json, sys, extractor, extractor.rulebook\n"
        "facts = extractor.extract(sys.argv[1]).facts\n"
        "print(json.dumps([extractor.__file__, str(extractor.rulebook.locate_rules()), [f.quote for f in facts]]))"
    )
    package, rules, quotes = json.loads(
        run(python, "-c", script, TEXT, cwd=tmp_path, EXTRACTOR_CACHE_DIR=str(tmp_path / "cache"), PYTHONUTF8="1")
    )
    assert quotes == ["8.5%", "17家"]
    assert Path(package).is_relative_to(python.parent.parent)
    assert Path(rules) == Path(package).parent / "rules"


def test_the_installed_command_runs_from_another_folder(python, tmp_path):
    (tmp_path / "notice.txt").write_text(TEXT, encoding="utf-8")
    cache = {"EXTRACTOR_CACHE_DIR": str(tmp_path / "cache"), "PYTHONUTF8": "1"}
    line = run(python, "-m", "extractor", "run", "notice.txt", "--quiet", cwd=tmp_path, **cache)
    assert [fact["quote"] for fact in json.loads(line)["facts"]] == ["8.5%", "17家"]
    assert run(python, "-m", "extractor", "--version", cwd=tmp_path, **cache).startswith("extractor ")


def test_spacy_finds_the_component_by_its_name(python, tmp_path):
    script = (
        "import sys, spacy\n"
        "nlp = spacy.blank('zh')\n"
        "assert not {'jieba', 'extractor.pipeline'} & set(sys.modules)\n"  # spaCy imports what entry points name: it must be light
        "nlp.add_pipe('press_facts')\n"
        "import extractor\n"
        "doc = nlp(sys.argv[1])\n"
        "print(extractor.__file__, *(fact.quote for fact in doc._.press_facts))"
    )
    package, *quotes = run(
        python, "-c", script, TEXT, cwd=tmp_path, EXTRACTOR_CACHE_DIR=str(tmp_path / "cache"), PYTHONUTF8="1"
    ).split()
    assert Path(package).is_relative_to(python.parent.parent) and quotes == ["8.5%", "17家"]
