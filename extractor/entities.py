"""Find entities: one scan with an automaton, then borders by structure. Longest name wins."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from extractor.coreference import canonical_names, repeated_names
from extractor.entity_borders import BORDERS, Scan, Token
from extractor.entity_rules import CompiledRule, EntityFinder, Term
from extractor.mentions import Entity
from extractor.persons import Names
from extractor.places import Gazetteer, is_inside


def find_entities(
    text: str, finder: EntityFinder, gazetteer: Gazetteer, *, spans: Sequence[tuple[int, int]] | None = None
) -> list[Entity]:
    """Find the entities of an article, all types but PERIOD.

    Args:
        text: the clean text of the article.
        finder: the compiled rules.
        gazetteer: the divisions of China.
        spans: stretches that are no boilerplate; the whole text if not given.

    Returns:
        Entities in order of their start, without overlaps, with canonical names and codes.
    """
    stretches = [(0, len(text))] if spans is None else list(spans)
    scans = [_scan(text, first, last, finder) for first, last in stretches if first < last]
    _settle_places(scans, gazetteer, finder)
    found: list[Entity] = []
    for scan in scans:
        _find_in(scan, finder)
        found += scan.found
    kept = longest(found)
    kept = longest(kept + repeated_names(text, stretches, kept, finder))
    return canonical_names(kept)


def longest(found: list[Entity]) -> list[Entity]:
    """Of candidates that overlap keep the longest, in order of their start."""
    taken: list[Entity] = []
    starts: list[int] = []
    for entity in sorted(found, key=lambda e: (e.start - e.end, e.start, e.rule)):
        at = bisect_left(starts, entity.start)
        if at and taken[at - 1].end > entity.start:
            continue
        if at < len(taken) and taken[at].start < entity.end:
            continue
        taken.insert(at, entity)
        starts.insert(at, entity.start)
    return taken


def _scan(text: str, first: int, last: int, finder: EntityFinder) -> Scan:
    hits = finder.automaton.iter_long(text[first:last])  # it copies the whole of what it is given
    tokens: list[Token] = [(first + end + 1 - len(term.text), first + end + 1, term) for end, term in hits]
    return Scan(text, first, last, tokens, {t[0]: t for t in tokens}, {t[1]: t for t in tokens})


# ---------------------------------------------------------------- places
def _settle_places(scans: list[Scan], gazetteer: Gazetteer, finder: EntityFinder) -> None:
    """Decide which place names are places, and which place each is, by what else the article names."""
    context = _context(scans)
    for scan in scans:
        for start, end, term in scan.tokens:
            if not term.places:
                continue
            left = scan.ends.get(start)
            before = scan.places.get(left[0]) if left else None
            near = [before.code, *context] if before else context
            if _is_place(term, near) and not (term.places[0].level == "county" and _runs_on(scan, end, finder)):
                scan.places[start] = gazetteer.resolve(term.text, near)


def _runs_on(scan: Scan, end: int, finder: EntityFinder) -> bool:
    """The last character opens a common word: no 安国 in 黎安|国际. Only for counties: 西安全面 means 西安."""
    word = finder.terms.get(scan.text[end - 1 : end + 1])
    return word is not None and word.is_plain


def _context(scans: list[Scan]) -> list[str]:
    """Codes of the provinces and cities the article names, the most frequent first."""
    counts: Counter[str] = Counter()
    for scan in scans:
        for _, _, term in scan.tokens:
            if not term.places:
                continue
            top = term.places[0]
            if top.level != "county" or (len(term.places) == 1 and top.name == term.text):
                counts[top.code] += 1
                if top.level == "county":
                    counts[top.code[:4] + "00"] += 1
    return [code for code, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def _is_place(term: Term, context: Sequence[str]) -> bool:
    """The short name of a county is believed where its city or province is named, or where it is a town of its own."""
    top = term.places[0]
    if top.level != "county" or any(p.name == term.text for p in term.places):
        return True
    if len(term.places) == 1 and (top.name.endswith("市") or len(term.text) > 2):
        return True
    return any(is_inside(p.code, code) for p in term.places for code in context)


# ---------------------------------------------------------------- one stretch
def _find_in(scan: Scan, finder: EntityFinder) -> None:
    names = Names(scan.text, finder.surnames, scan.starts, scan.ends)
    for index, (start, end, term) in enumerate(scan.tokens):
        if start in scan.places:
            cut = _add_place(scan, start, end, term, finder)
            if cut < end and (title := finder.terms.get(scan.text[cut : cut + 2])) and title.names_after:
                for first, last in names.after(cut + 2):
                    scan.add(first, last, title.names_after)
        elif term.is_silent:
            continue
        for rule, word in term.words:
            if not _is_barred(scan, rule, start, end):
                scan.add(start, end, rule, word)
        for rule in term.suffixes:
            _add_suffixed(scan, index, rule)
        for rule in term.triggers:
            _add_matched(scan, start, end, rule)
        if term.names_after:
            for first, last in names.after(end):
                scan.add(first, last, term.names_after)
        if term.names_before and (name := names.before(start, is_weak=len(term.text) == 1)):
            scan.add(*name, term.names_before)


def _add_place(scan: Scan, start: int, end: int, term: Term, finder: EntityFinder) -> int:
    """Note a place, without a last character that belongs to the next word (郑州|市民); return where it ends."""
    place = scan.places[start]
    if end - start > 2 and end not in scan.places and scan.text.startswith(finder.division_words, end - 1):
        end -= 1
    name, code = (place.name, place.code) if place else (term.text, None)
    entity = Entity(start, end, "PLACE", name, code, "entity.place.gazetteer")
    scan.found.append(entity)
    scan.found_ends[end] = entity
    return end


def _add_matched(scan: Scan, start: int, end: int, rule: CompiledRule) -> None:
    first, last = (max(scan.first, start - rule.max_left), end) if rule.is_backward else (start, scan.last)
    for pattern in rule.patterns:
        match = pattern.match(scan.text, first, last)
        if match:
            for first, last in match.spans("name" if "name" in pattern.groupindex else 0):
                if not _is_barred(scan, rule, first, last):
                    scan.add(first, last, rule)
            return


def _add_suffixed(scan: Scan, index: int, rule: CompiledRule) -> None:
    _, end, _ = scan.tokens[index]
    border = BORDERS[rule.left](scan, index, rule)
    if border is not None and not _is_barred(scan, rule, border, end):
        scan.add(border, end, rule)


def _is_barred(scan: Scan, rule: CompiledRule, start: int, end: int) -> bool:
    """What follows or stands before makes another word of it."""
    return (bool(rule.not_before) and scan.text.startswith(rule.not_before, end)) or (
        bool(rule.not_after) and scan.text.endswith(rule.not_after, max(0, start - 6), start)
    )


def iter_terms(text: str, finder: EntityFinder) -> Iterator[Token]:
    """The tokens of the scan, for those who want to see what the finder sees."""
    yield from _scan(text, 0, len(text), finder).tokens
