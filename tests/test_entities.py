"""Entities: every rule proves itself, and what the rules do together."""

from itertools import pairwise
from pathlib import Path

import pytest
import srsly

from extractor.entities import find_entities
from extractor.entity_rules import EntityRule, compile_entities
from extractor.places import load_gazetteer
from extractor.rules_base import RuleError, unmark

RULES = Path(__file__).parent.parent / "rules"


def _rules():
    files = sorted((RULES / "entities").glob("*.yaml"))
    return [
        EntityRule.model_validate(rule) for file in files for rule in srsly.yaml_loads(file.read_text(encoding="utf-8"))["rules"]
    ]


def _lists():
    return {file.stem: file.read_text(encoding="utf-8").splitlines() for file in sorted((RULES / "entities").glob("*.txt"))}


RULEBOOK = _rules()
FINDER = compile_entities(RULEBOOK, {}, _lists())
GAZETTEER = load_gazetteer()
PROOFS = [(rule.id, proof) for rule in RULEBOOK for proof in rule.proofs()]
LOOKALIKES = [(rule.id, unlike) for rule in RULEBOOK for unlike in rule.unlike]


def find(text, **options):
    return [(text[e.start : e.end], e.type) for e in find_entities(text, FINDER, GAZETTEER, **options)]


@pytest.mark.parametrize(("rule", "proof"), PROOFS, ids=[f"{rule}:{proof.text}" for rule, proof in PROOFS])
def test_rule_finds_its_example(rule, proof):
    text, spans = unmark(proof.text)
    found = {(e.start, e.end): e for e in find_entities(text, FINDER, GAZETTEER)}
    for span in spans:
        assert span in found, [text[a:b] for a, b in found]
        given = {key: getattr(found[span], key) for key in proof.gives}
        assert given == proof.gives
    assert rule in {found[span].rule for span in spans}


@pytest.mark.parametrize(("rule", "unlike"), LOOKALIKES, ids=[f"{rule}:{u.text}" for rule, u in LOOKALIKES])
def test_rule_leaves_its_lookalike(rule, unlike):
    assert rule not in {e.rule for e in find_entities(unlike.text, FINDER, GAZETTEER)}


def test_rule_ids_are_unique():
    ids = [rule.id for rule in RULEBOOK]
    assert len(ids) == len(set(ids))


def test_place_chains_split_at_each_level():
    assert find("货物从深圳市光明区运出。") == [("深圳市", "PLACE"), ("光明区", "PLACE")]


def test_a_body_keeps_its_place():
    assert find("衡阳市统计局发布数据。") == [("衡阳市统计局", "GOV")]


def test_the_last_character_of_a_place_may_belong_to_the_next_word():
    assert find("郑州市民踊跃参加。") == [("郑州", "PLACE")]


def test_relative_words_and_common_nouns_are_no_entities():
    assert find("全市企业、园区和我省各级政府要支持公司与协会,国家也要支持。") == []


def test_words_on_业_are_mostly_no_industries():
    assert find("企业就业创业作业专业职业事业失业毕业物业,工业、农业、商业、行业、产业。") == []


def test_common_words_are_no_places():
    assert find("新建项目会同有关方面合作,富裕群众,共和平安。") == []


def test_a_county_needs_its_city_or_suffix():
    assert ("衡东", "PLACE") in find("衡阳市衡东茶叶上市。")
    assert find("产量衡东上升。") == []


def test_names_in_a_byline():
    assert find("通讯员 周大河 贺小川 李西 株洲报道") == [
        ("周大河", "PERSON"),
        ("贺小川", "PERSON"),
        ("李西", "PERSON"),
        ("株洲", "PLACE"),
    ]


def test_a_named_person_is_found_again():
    assert [name for name, _ in find("董事长方东兴致辞。仪式由方东兴收尾。")] == ["方东兴", "方东兴"]


def test_short_names_carry_the_full_name():
    text = "湖南宏岭森泉电力设备有限公司投产。宏岭森泉新招工人。"
    found = find_entities(text, FINDER, GAZETTEER)
    assert [e.name for e in found] == ["湖南宏岭森泉电力设备有限公司"] * 2


def test_a_park_carries_its_full_name():
    found = find_entities("衡阳国家高新区开会。会上,高新区作了部署。", FINDER, GAZETTEER)
    assert [e.name for e in found] == ["衡阳高新区", "衡阳高新区"]


def test_places_carry_their_codes():
    found = find_entities("湖南衡阳珠晖区增长最快。", FINDER, GAZETTEER)
    assert [(e.name, e.code) for e in found] == [("湖南省", "430000"), ("衡阳市", "430400"), ("珠晖区", "430405")]


def test_only_the_given_stretches_are_read():
    text = "国家统计局\n商务部"
    assert find(text, spans=[(6, len(text))]) == [("商务部", "GOV")]


def test_entities_are_sorted_and_do_not_overlap():
    text = "《国务院关于旅游业的意见》印发,国务院办公厅和湖南省委、衡阳高新区管委会落实,复旦大学东海医院参加。"
    found = find_entities(text, FINDER, GAZETTEER)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "text", ["", "\n", "的" * 500, "有限公司" * 200, "“" * 300, "《" * 300, "衡阳" * 300, "王" * 200, "a" * 500]
)
def test_odd_text_never_raises(text):
    find(text)


def test_a_missing_word_list_says_what_to_add():
    rule = EntityRule.model_validate(
        {"id": "entity.x", "type": "ORG", "lists": ["nowhere"], "examples": ["⟦甲⟧"], "unlike": [{"text": "乙", "why": "other"}]}
    )
    with pytest.raises(RuleError, match="nowhere.txt"):
        compile_entities([rule], {}, {})


def test_a_rule_that_finds_nothing_is_refused():
    with pytest.raises(ValueError, match="finds nothing"):
        EntityRule.model_validate(
            {"id": "entity.x", "type": "ORG", "examples": ["⟦甲⟧"], "unlike": [{"text": "乙", "why": "other"}]}
        )
