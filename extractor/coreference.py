"""Who is meant: short names, names said before, the article's home, and words such as 全市, 我省, 该公司."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from extractor.entity_rules import EntityFinder
from extractor.mentions import Entity, EntityType
from extractor.places import Level, Place, load_gazetteer

_BRACKETS = regex.compile(r"\([^)]*\)")
_COMPANY_END = regex.compile(r"(?:公司|集团|厂)$")
_COMPANY_RULE = "entity.org.company"
_OFFICIAL = (
    ("高新技术产业开发区", "高新区"),
    ("经济技术开发区", "经开区"),
    ("综合保税区", "综保区"),
    ("自由贸易试验区", "自贸区"),
    ("自贸试验区", "自贸区"),
)


@dataclass(frozen=True, slots=True)
class Home:
    """What an article is about, or who issued it.

    Attributes:
        place: name of the division; None where the text does not say.
        code: its six digits.
        level: province, city or county.
        body: the park, body or company that the release is about, where it is narrower than the place.
        body_type: its entity type.
    """

    place: str | None
    code: str | None
    level: Level | None
    body: str | None = None
    body_type: str | None = None


# ---------------------------------------------------------------- names of one article
def repeated_names(
    text: str, stretches: Sequence[tuple[int, int]], found: Sequence[Entity], finder: EntityFinder
) -> list[Entity]:
    """Other mentions of what the article has named: a full name again, or the brand of a company's name."""
    wanted: dict[str, tuple[EntityType, str, str]] = {}
    for entity in found:
        said = text[entity.start : entity.end]
        if entity.type == "PERSON" and len(said) >= 3:
            wanted.setdefault(said, (entity.type, said, entity.rule))
        elif entity.rule.startswith(_COMPANY_RULE):
            for short in short_forms(said, finder):
                wanted.setdefault(short, ("ORG", said, "entity.org.short_name"))
    repeats: list[Entity] = []
    for said in sorted(wanted):
        kind, name, rule = wanted[said]
        places = _occurrences(text, said, stretches)
        repeats.extend(Entity(start, start + len(said), kind, name, None, rule) for start in places)
    return repeats


def _occurrences(text: str, said: str, stretches: Sequence[tuple[int, int]]) -> Iterator[int]:
    for first, last in stretches:
        at = text.find(said, first, last)
        while at >= 0:
            yield at
            at = text.find(said, at + len(said), last)


def short_forms(name: str, finder: EntityFinder) -> list[str]:
    """The brand in a company's full name, and the brand behind its place.

    Args:
        name: 湖南远川智造电力设备有限公司.
        finder: knows place names and what follows a brand.

    Returns:
        远川智造 and 湖南远川智造; nothing where no brand of two to six characters that is no common word is left.
    """
    if not _COMPANY_END.search(name):
        return []
    bracket = _BRACKETS.search(name)
    if bracket is not None and 3 <= bracket.start() <= 8:
        return [name[: bracket.start()]]  # 岚智机器人(常州)有限公司 is called by what stands before the bracket
    core = _BRACKETS.sub("", name)
    place = _leading_place(core, finder)
    brand = _without_tails(core[len(place) :], finder.brand_tails)
    if not 2 <= len(brand) <= 6 or brand in finder.terms or (len(brand) == 2 and not place):
        return []
    return [brand, place + brand] if place else [brand]


def _leading_place(name: str, finder: EntityFinder) -> str:
    for length in range(min(8, len(name) - 2), 1, -1):
        term = finder.terms.get(name[:length])
        if term and term.places:
            return name[:length]
    return ""


def _without_tails(name: str, tails: Iterable[str]) -> str:
    while True:
        tail = next((t for t in tails if name.endswith(t) and len(name) - len(t) >= 2), None)
        if tail is None:
            return name
        name = name[: -len(tail)]


def canonical_names(found: list[Entity]) -> list[Entity]:
    """Give every mention the name of the fullest mention of the same park or body."""
    parks = Counter(_plain_park(e.name) for e in found if e.type == "PARK")
    full = [name for name, _ in sorted(parks.items(), key=lambda item: (-item[1], item[0]))]
    named = []
    for entity in found:
        if entity.type == "PARK":
            plain = _plain_park(entity.name)
            entity = replace(entity, name=next((n for n in full if n != plain and n.endswith(plain)), plain))
        named.append(entity)
    return named


def _plain_park(name: str) -> str:
    """衡阳国家高新技术产业开发区, 衡阳国家高新区 and 衡阳高新区 are one."""
    for official, short in _OFFICIAL:
        name = name.replace(official, short)
    return regex.sub(r"(?<=.)国家级?(?=\p{Han}+区$)", "", name)


# ---------------------------------------------------------------- home
def find_home(text: str, title: str | None, entities: Sequence[Entity], dateline: str | None) -> Home:
    """The place and body that an article is about.

    Args:
        text: the clean text.
        title: the title, where known.
        entities: the entities found in the text.
        dateline: place of the dateline, where known.

    Returns:
        The dateline's place, else the place that title and opening name, else the most named one; and the park or
        body that is named most and lies there.
    """
    place = _place_of(dateline) or _main_place(text, title, entities)
    body = _main_body(text, title, entities)
    if place is None and body is not None:
        place = _place_of(body.name)
    if place is None:
        return Home(None, None, None, body.name if body else None, body.type if body else None)
    return Home(place.name, place.code, place.level, body.name if body else None, body.type if body else None)


def _place_of(name: str | None) -> Place | None:
    """The place a name is, begins with, or stands in (a dateline such as 衡阳报道)."""
    if not name:
        return None
    gazetteer = load_gazetteer()
    for length in range(min(len(name), 12), 1, -1):
        place = gazetteer.resolve(name[:length])
        if place:
            return place
    return None


def _main_place(text: str, title: str | None, entities: Sequence[Entity]) -> Place | None:
    """Places weighted by where they are said: title first, opening next; places in names of bodies count."""
    weights: Counter[str] = Counter()
    for entity in entities:
        code = entity.code if entity.type == "PLACE" else _code_in(entity)
        if code is None or _COMPARED.search(text, max(0, entity.start - 4), entity.start):
            continue
        in_title = title is not None and text[entity.start : entity.end] in title
        weights[code] += 12 if in_title else 3 if entity.start < 120 else 1
    # The narrower of two places that say the same: 大庆 rather than 黑龙江, where both are named at the top.
    if not weights:
        return None
    best = min(weights, key=lambda code: (-weights[code], code))
    return load_gazetteer().by_code.get(best)


_COMPARED = regex.compile(r"(?:超过|高于|低于|[比较与同]|赶超|追赶|仅次于|不及|位于|距|赴|前往)$")
"""Whom a release measures itself by or goes to is not where it comes from."""


def _code_in(entity: Entity) -> str | None:
    if entity.type not in ("GOV", "PARK"):
        return None
    place = _place_of(entity.name)
    return place.code if place else None


def _main_body(text: str, title: str | None, entities: Sequence[Entity]) -> Entity | None:
    """The park or company that the title names, or that a release speaks of throughout."""
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Entity] = {}
    for entity in entities:
        if entity.type in ("PARK", "ORG") and not entity.rule.startswith("entity.org.media"):
            key = (entity.type, entity.name)
            first.setdefault(key, entity)
            said = text[entity.start : entity.end]
            counts[key] += 4 if title and said in title else 1
    if not counts:
        return None
    best = min(counts, key=lambda key: (-counts[key], key))
    return first[best] if counts[best] >= 3 else None


# ---------------------------------------------------------------- relative words
_LEVEL_WORDS: dict[str, Level] = {"省": "province", "市": "city", "州": "city", "盟": "city", "县": "county", "旗": "county"}
_RELATIVE = regex.compile(r"(?:全|我|本|该|我们)(?P<level>[省市州盟县旗区国镇乡村])|(?P<country>国内|中国)")


def resolve_relative(word: str, home: Home) -> tuple[str, str | None] | None:
    """What a relative word means in an article of this home.

    Args:
        word: 全市, 我省, 全区, 本县, 我国, 全国 …
        home: the article's home.

    Returns:
        Name and code, or None where the home does not settle it.
    """
    match = _RELATIVE.fullmatch(word)
    if match is None:
        return None
    level = match["level"]
    if match["country"] or level == "国":
        return ("全国", None)
    if level == "区":
        return _district(home)
    if level in _LEVEL_WORDS and home.code:
        return _ancestor(home.code, _LEVEL_WORDS[level], level)
    return None


def _district(home: Home) -> tuple[str, str | None] | None:
    """全区: the park the release is about, the district, or the autonomous region."""
    if home.body_type == "PARK" and home.body:
        return (home.body, None)
    if home.code is None:
        return None
    chain = [p for p in load_gazetteer().chain(home.code) if p.name.endswith("区")]
    return (chain[-1].name, chain[-1].code) if chain else None


def _ancestor(code: str, level: Level, mark: str) -> tuple[str, str] | None:
    chain = load_gazetteer().chain(code)
    found = next((p for p in chain if p.level == level), None)
    if mark == "市":
        # A county-level city and a municipality say 全市 of themselves.
        own = chain[-1] if chain else None
        found = own if own and own.name.endswith("市") else found or next((p for p in chain if p.name.endswith("市")), None)
    if mark == "县" and found is not None and not found.name.endswith("县"):
        return None  # no district and no city says 全县 of itself
    return (found.name, found.code) if found else None


# ---------------------------------------------------------------- back references
_BACK = {
    "公司": ("ORG", ("公司", "集团", "厂")),
    "企业": ("ORG", ("公司", "集团", "厂")),
    "集团": ("ORG", ("集团", "集团公司")),
    "银行": ("ORG", ("银行",)),
    "医院": ("ORG", ("医院",)),
    "大学": ("ORG", ("大学",)),
    "学校": ("ORG", ("学校", "大学", "学院", "中学")),
    "协会": ("ORG", ("协会",)),
    "中心": ("ORG", ("中心",)),
    "园区": ("PARK", ("区", "园")),
    "高新区": ("PARK", ("高新区", "高新技术产业开发区")),
    "经开区": ("PARK", ("经开区", "经济技术开发区")),
    "开发区": ("PARK", ("开发区", "经开区", "高新区")),
    "综保区": ("PARK", ("综保区", "综合保税区")),
    "自贸区": ("PARK", ("自贸区", "自贸试验区", "自由贸易试验区")),
    "产业园": ("PARK", ("产业园",)),
    "管委会": ("GOV", ("管委会", "管理委员会")),
    "省": ("PLACE", ("省", "自治区")),
    "市": ("PLACE", ("市",)),
    "县": ("PLACE", ("县", "自治县", "旗")),
    "区": ("PLACE", ("区",)),
    "州": ("PLACE", ("州",)),
    "镇": ("PLACE", ("镇",)),
    "村": ("PLACE", ("村",)),
}
_POINTERS = regex.compile(r"^(?:该|本|这家|这个|这一|我)")


def resolve_back_reference(word: str, start: int, entities: Sequence[Entity]) -> Entity | None:
    """The entity that a common noun stands for: the last one of its kind named before it.

    Args:
        word: 公司, 该公司, 园区, 高新区, 集团, 该县 …
        start: where the word stands.
        entities: the entities of the article, in order.

    Returns:
        The entity, or None where nothing of the kind was named before.
    """
    bare = _POINTERS.sub("", word)
    wanted = _BACK.get(bare)
    if wanted is None:
        return None
    kind, ends = wanted
    for entity in reversed(entities):
        if entity.end <= start and entity.type == kind and entity.name != bare and entity.name.endswith(ends):
            return entity
    return None
