"""Loading rule files: locate, parse, validate, merge packs, and say exactly where a file is wrong."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import regex
from pydantic import ValidationError

from extractor.block_rules import BlockRule
from extractor.cache import read_cache, write_cache
from extractor.checks import CheckRule
from extractor.cues import CueRule
from extractor.entity_rules import EntityRule
from extractor.link_rules import LinkRule
from extractor.metrics import MetricRule
from extractor.pattern_store import compile_pattern
from extractor.periods import PeriodRule
from extractor.pseudo import SkipRule
from extractor.quantity_rules import BoundRule, FormRule, UnitRule
from extractor.rule_faults import faults_of
from extractor.rule_yaml import parse
from extractor.rules_base import Rule, RuleError, expand

MARKER = "fragments.yaml"
YAML = (".yaml", ".yml")
FAMILIES: dict[str, type[Rule]] = {
    "unit": UnitRule,
    "bound": BoundRule,
    "number_form": FormRule,
    "period": PeriodRule,
    "entity": EntityRule,
    "block": BlockRule,
    "cue": CueRule,
    "skip": SkipRule,
    "metric": MetricRule,
    "link": LinkRule,
    "check": CheckRule,
}
R = TypeVar("R", bound=Rule)
_FILE_KEYS = {"family": str, "fragments": dict, "rules": list, "retire": list, "domain": str, "metrics": list}
_KINDS = {str: "a word", dict: "a mapping", list: "a list"}


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules in force.

    Attributes:
        rules: for each family its rules, in file order.
        fragments: named pieces of patterns.
        words: word lists by file stem.
        places: for each rule id the file it stands in.
        hash: of everything that was read; equal hashes mean equal rules.
        layers: the hash after each folder, that of the shipped rules first; the last is ``hash``.
    """

    rules: Mapping[str, tuple[Rule, ...]]
    fragments: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    places: Mapping[str, str]
    hash: str
    layers: tuple[str, ...]

    def of(self, model: type[R]) -> tuple[R, ...]:
        """The rules of the family that is read as ``model``."""
        return tuple(rule for rules in self.rules.values() for rule in rules if isinstance(rule, model))


def locate_rules() -> Path:
    """The folder of the rules that ship with the package.

    Raises:
        RuleError: neither the installed package nor a checkout holds them.
    """
    inside = Path(str(resources.files("extractor"))) / "rules"
    beside = Path(__file__).resolve().parent.parent / "rules"
    for folder in (inside, beside):
        if (folder / MARKER).is_file():
            return folder
    raise RuleError(f"no rules found in {inside} or {beside}; reinstall extractor-zh, or run from a complete checkout")


def load_rules(packs: str | Path | Iterable[str | Path] = ()) -> Rulebook:
    """Read the shipped rules and the caller's packs; a later pack overrides, adds or retires by id.

    Args:
        packs: a folder of rule files in the shipped format, or several.

    Raises:
        RuleError: a pack does not exist or a file is wrong; the message names file, rule and remedy.
    """
    folders = [locate_rules()]
    for pack in [packs] if isinstance(packs, (str, Path)) else packs:
        folder = Path(pack)
        _check_folder(folder)
        folders.append(folder)
    return _merge(_layers(folders))


def _check_folder(folder: Path) -> None:
    if folder.is_file():
        raise RuleError(f"{folder}: rules are given by their folder, and this is a file; give {folder.parent}")
    if not folder.is_dir():
        raise RuleError(f"{folder}: no such folder of rules; give a folder that holds .yaml rule files")
    if not any(path.suffix in YAML for path in rule_files(folder)):
        raise RuleError(f"{folder}: no .yaml file in this folder; give a folder that holds rule files")


@dataclass(frozen=True, slots=True)
class _Layer:
    """The rule files of one folder, name → content, and the hash of all that was read up to its end."""

    folder: Path
    files: Mapping[str, bytes]
    hash: str


def _layers(folders: Iterable[Path]) -> list[_Layer]:
    digest = hashlib.sha256()
    layers = []
    for folder in folders:
        files = {path.relative_to(folder).as_posix(): _content(path) for path in rule_files(folder)}
        for name, content in files.items():
            digest.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogateescape") + content)
        layers.append(_Layer(folder, files, digest.hexdigest()[:16]))
    return layers


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RuleError(f"{path}: {(error.strerror or str(error)).lower()}; check the file and its permissions") from None


def rule_files(folder: Path) -> list[Path]:
    """The files of a folder that are read: rules and lists of words."""
    return sorted(path for path in folder.rglob("*") if path.suffix in (*YAML, ".txt") and path.is_file())


def _merge(layers: Sequence[_Layer]) -> Rulebook:
    rules: dict[str, dict[str, Rule]] = {family: {} for family in FAMILIES}
    fragments: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    places: dict[str, str] = {}
    for layer in layers:
        parsed = _parse_all(layer)
        for name, content in layer.files.items():
            path = layer.folder / name
            if path.suffix == ".txt":
                words[path.stem] = words.get(path.stem, ()) + _words_of(path, content)
                continue
            data = parsed[name]
            members = rules_of(path, data)
            own = data.get("fragments") or {}
            fragments |= own
            if layer is not layers[0]:
                _try_fragments(path, own, fragments)
            for rule_id in data.get("retire") or []:
                for known in rules.values():
                    known.pop(rule_id, None)
            for family, rule in members:
                _take(rules, places, family, rule, str(path), is_pack=layer is not layers[0])
    hashes = tuple(layer.hash for layer in layers)
    return Rulebook({k: tuple(v.values()) for k, v in rules.items()}, fragments, words, places, hashes[-1], hashes)


def _words_of(path: Path, content: bytes) -> tuple[str, ...]:
    try:
        lines = (line.split("#")[0].strip() for line in content.decode("utf-8").splitlines())
    except UnicodeDecodeError:
        raise RuleError(f"{path}: a list of words must be UTF-8; convert the file (iconv -f gb18030 -t utf-8)") from None
    return tuple(line for line in lines if line)


def _take(
    rules: dict[str, dict[str, Rule]], places: dict[str, str], family: str, rule: Rule, path: str, *, is_pack: bool
) -> None:
    known = rules[family].get(rule.id)
    if known is not None and (not is_pack or places[rule.id] == path):
        raise RuleError(f"{path}: rule {rule.id} stands already in {places[rule.id]}; rename one of them")
    rules[family][rule.id] = rule
    places[rule.id] = path


def rules_of(path: Path, data: Mapping[str, Any]) -> list[tuple[str, Rule]]:
    """The rules of one file, each with its family.

    Raises:
        RuleError: one is wrong; the message names file, line, rule and what to do.
    """
    _check_kinds(path, data)
    family = "metric" if "metrics" in data else data.get("family")
    if family == "fragments":
        return []
    if family not in FAMILIES:
        raise RuleError(
            f"{path}: family {family!r} is not known; use one of {', '.join(sorted(FAMILIES))}, or 'domain' with 'metrics'"
        )
    if family == "metric":
        _check_metrics(path, data)
    made, faults = [], []
    for number, entry in enumerate(data.get("metrics" if family == "metric" else "rules") or [], 1):
        extra = {"domain": data["domain"]} if family == "metric" and isinstance(entry, dict) else {}
        try:
            made.append((family, FAMILIES[family].model_validate(entry | extra if extra else entry)))
        except ValidationError as error:
            label = entry.get("id", f"number {number}") if isinstance(entry, dict) else f"number {number}"
            faults.append(f"{path}{_line_of(path, label)}: rule {label}: {faults_of(error, FAMILIES[family])}")
    if faults:
        more = f" ({len(faults) - 1} more rules of this file are faulty)" if len(faults) > 1 else ""
        raise RuleError(f"{faults[0]}; compare with the shipped rules: extractor rules list --family {family}{more}")
    return made


def _check_kinds(path: Path, data: Mapping[str, Any]) -> None:
    unknown = set(data) - set(_FILE_KEYS)
    if unknown:
        raise RuleError(
            f"{path}: unknown key {min(map(str, unknown))!r}; a rule file has the keys {', '.join(sorted(_FILE_KEYS))}"
        )
    for name, kind in _FILE_KEYS.items():
        if data.get(name) is not None and not isinstance(data[name], kind):
            raise RuleError(f"{path}: {name!r} must be {_KINDS[kind]}, not {data[name]!r:.40}; mend the file")
    _check_strings(path, data)


def _check_strings(path: Path, data: Mapping[str, Any]) -> None:
    fragments = data.get("fragments") or {}
    odd = [value for value in (*fragments, *fragments.values(), *(data.get("retire") or [])) if not isinstance(value, str)]
    if odd:
        raise RuleError(f"{path}: {odd[0]!r:.40} under 'fragments' or 'retire' is no word; put it in quotes")


def _try_fragments(path: Path, own: Mapping[str, str], fragments: dict[str, str]) -> None:
    """Are the pieces of patterns that a pack brings patterns? Their faults would otherwise be told of rules that use them."""
    for name, pattern in own.items():
        try:
            compile_pattern(expand(pattern, fragments))
        except RecursionError:
            raise RuleError(f"{path}: fragment {name} stands in itself; write it out") from None
        except (regex.error, OverflowError, RuleError) as error:
            raise RuleError(f"{path}: fragment {name} is no pattern: {error}; mend it") from None


def _check_metrics(path: Path, data: Mapping[str, Any]) -> None:
    if data.get("rules"):
        raise RuleError(f"{path}: metrics stand under 'metrics', not under 'rules'; rename the key")
    if data.get("metrics") and not data.get("domain"):
        raise RuleError(f"{path}: there is no 'domain'; name the field that these metrics belong to, as in domain: industry")


def _line_of(path: Path, rule_id: str) -> str:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip().startswith("- id:") and line.split("- id:")[1].strip() == rule_id:
            return f", line {number}"
    return ""


def _parse_all(layer: _Layer) -> dict[str, Any]:
    """The YAML of all files, from the cache where this very content was parsed before: parsing takes seconds."""
    cache = f"rules-{layer.hash}"
    names = [name for name in layer.files if name.endswith(YAML)]
    cached = read_cache(cache)
    if cached is not None:
        parsed: dict[str, Any] = json.loads(cached)
        if set(parsed) == set(names):
            return parsed
    parsed = {name: parse(layer.folder / name, layer.files[name]) for name in names}
    write_cache(cache, json.dumps(parsed).encode())
    return parsed
