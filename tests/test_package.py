"""The wheel: it holds every module and every rule file, nothing else, works away from the checkout, and is the same whoever builds it."""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import shutil
import site
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("extractor", "rules")
TOLD = ("README.md", "README.zh.md", "LICENSE", "CHANGELOG.md", "SECURITY.md", "requirements.lock")
NEEDED = (*SHIPPED, "setup.cfg", "pyproject.toml", "MANIFEST.in", *TOLD)
EPOCH = 1_700_000_000
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


def build(copy, out, *, umask, **env):
    """Archive and wheel of a copy of the checkout."""
    command = f"umask {umask} && {shlex.join(map(str, [ROOT / '.ci' / 'build.sh', copy, out]))}"
    run("bash", "-c", command, cwd=copy.parent, PYTHON=sys.executable, SOURCE_DATE_EPOCH=str(EPOCH), **env)
    return sorted(out.iterdir())


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    copy = tmp_path_factory.mktemp("first") / "checkout"
    for name in checkout_files():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy / name)
    return build(copy, copy.parent / "dist", umask="022")


@pytest.fixture(scope="module")
def wheel(built):
    (made,) = (path for path in built if path.suffix == ".whl")
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


def test_whoever_builds_it_gets_the_same_bytes(built, tmp_path):
    """In another folder, from files of another age, order and mode, under another umask, language, time zone and hash seed."""
    copy = tmp_path / "另一处" / "elsewhere"
    for name in reversed(checkout_files()):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy / name)
        (copy / name).chmod(0o600)
        os.utime(copy / name, (1_500_000_000, 1_500_000_000))
    again = build(copy, tmp_path / "dist", umask="077", LC_ALL="zh_CN.UTF-8", TZ="Asia/Shanghai", PYTHONHASHSEED="7")
    assert [path.name for path in again] == [path.name for path in built] and len(built) == 2
    assert [digest(path) for path in again] == [digest(path) for path in built]


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_source_archive_holds_what_the_wheel_is_built_from(built):
    """And not a half of the tests, which need the samples and the documentation."""
    (archive,) = (path for path in built if path.name.endswith(".tar.gz"))
    with tarfile.open(archive) as opened:
        members = opened.getmembers()
    held = {member.name.partition("/")[2] for member in members if member.isfile()}
    assert sorted(set(checkout_files()) - held) == []
    assert {name for name in held - set(checkout_files()) if not name.startswith("extractor_zh.egg-info/")} == {"PKG-INFO"}
    assert {(member.mtime, member.uid, member.gid, member.uname) for member in members} == {(EPOCH, 0, 0, "")}


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
