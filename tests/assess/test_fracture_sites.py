"""Where a bone broke: many names for the sites rules ask for; one nobody knows is never taken for another bone."""

import pytest

from assess.case.fracture_sites import counts_as_fragility, fracture_site, is_known, site_of
from assess.registry import all_guidelines
from assess.rules.judging import judge
from dxa.facts import Fracture

HIP = ["hip", "Left hip", "neck of femur", "#NOF", "# hip", "subcapital femur", "Left proximal femur", "femoral_neck",
       "Intertrochanteric fracture", "pertrochanteric", "femur neck"]  # fmt: skip
VERTEBRA = [
    "vertebra",
    "L1",
    "T12",
    "Th12",
    "Th 12",
    "d8",
    "L1 vertebra",
    "L1-L2",
    "vertebral body L2",
    "lumbar spine L3",
    "T12 compression fracture",
    "vertebral compression",
    "thoracic_vertebra",
    "spine",
]
PELVIS = ["pelvis", "pelvic", "pubic ramus", "Superior pubic rami", "acetabulum"]
HUMERUS = ["proximal humerus", "humeral neck", "surgical neck of humerus", "shoulder", "humeral head, right"]
FOREARM = ["distal radius", "Colles'", "wrist", "distal forearm", "ulnar styloid", "left_wrist"]
MAY_BE = {"femur": "hip", "femoral head": "hip", "humerus": "proximal_humerus", "radius": "distal_forearm",
          "forearm": "distal_forearm", "sacrum": "pelvis", "sacral insufficiency": "pelvis"}  # fmt: skip
OTHERS = [
    "clavicle",
    "fifth metatarsal",
    "patella",
    "scapula",
    "femoral shaft",
    "distal femur",
    "humeral shaft",
    "tibia",
    "radial head",
    "finger",
    "big toe",
    "nasal bone",
    "rib",
    "ribs",
    "lower leg",
    "tibial plateau",
]
NOBODY_KNOWS = ["hip and wrist", "Knochen", "somewhere", "arm", "leg", "cervical spine", "rib and vertebra"]
ABROAD = {
    "hip": "Oberschenkelhalsfraktur rechts|pertrochantäre Femurfraktur|Hüfte|col du fémur|fractura de cadera|"
    "cuello femoral|collo del femore|anca|collum femoris|heup|colo do fêmur|hoftebrud|lårbenshals|höft",
    "vertebra": "LWK 2|BWK12-Fraktur|Wirbelkörper|vertèbre L1|tassement vertébral|columna lumbar|colonna vertebrale|"
    "wervel|coluna lombar|ryghvirvel|kotkompression",
    "distal_forearm": "Handgelenk|distale Radiusfraktur|poignet gauche|Pouteau-Colles|muñeca|radio distal|polso|pols|"
    "punho|håndled|handled",
    "proximal_humerus": "subkapitale Humerusfraktur|Humeruskopf|épaule|col de l'humérus|hombro|subcapital humerus",
    "pelvis": "Becken|Schambeinast|bassin|bacino|bekken|bacia", "rib": "Rippenbruch|côte|costilla|costola",
    "ankle": "Sprunggelenk|cheville|tobillo|caviglia|enkel", "finger": "doigt|dedo|dito|vinger", "toe": "Zehe|orteil",
    "radius": "Radiusfraktur", "forearm": "avant-bras|Unterarm", "lower_leg": "Unterschenkel|jambe",
}  # fmt: skip
FRACTURED = [(name, site) for site, names in (("hip", HIP), ("vertebra", VERTEBRA), ("pelvis", PELVIS),
             ("proximal_humerus", HUMERUS), ("distal_forearm", FOREARM)) for name in names]  # fmt: skip


def treated(name, outcome_of):
    return outcome_of("bhof-2022.treatment", {"fractures": [{"site": name, "fragility": True}]})


@pytest.fixture
def outcome_of(situation):
    rules = {rule.id: rule for pack in all_guidelines() for rule in pack.rules}
    frax = {"mof": "5", "hip": "0.5", "model": "US"}
    woman = {"sex": "female", "menopausal_status": "postmenopausal", "age_years": "66", "frax": frax}
    return lambda rule, facts: judge(rules[rule], situation(("femoral_neck", "-1.8"), facts=woman | facts)).outcome


@pytest.mark.parametrize(("name", "site"), FRACTURED)
def test_a_site_is_known_by_many_names(outcome_of, name, site):
    assert site == fracture_site(name)
    assert "met" == treated(name, outcome_of)


@pytest.mark.parametrize(("name", "narrower"), MAY_BE.items())
def test_a_bone_by_its_name_alone_may_have_broken_where_rules_ask(outcome_of, name, narrower):
    assert (narrower,) == site_of(Fracture(site=fracture_site(name))).alternatives
    assert "unknown" == treated(name, outcome_of)


@pytest.mark.parametrize("name", OTHERS)
def test_another_bone_is_none_of_those_rules_ask_for(outcome_of, name):
    assert is_known(fracture_site(name))
    assert "not_met" == treated(name, outcome_of)


@pytest.mark.parametrize("name", NOBODY_KNOWS)
def test_a_name_nobody_knows_may_be_any_bone(outcome_of, name):
    assert not is_known(fracture_site(name))
    assert "unknown" == treated(name, outcome_of)


@pytest.mark.parametrize(("name", "counts"), [("index finger", False), ("left big toe", False), ("nasal bone", False),
    ("hand", None), ("hip and finger", None), ("finger and toe", False), ("hip", True), ("somewhere", None),
    (None, True)])  # fmt: skip
def test_fingers_toes_and_skull_are_not_counted_by_any_name(name, counts):
    assert counts is counts_as_fragility(Fracture(site=fracture_site(name)))


@pytest.mark.parametrize(
    ("site", "outcome"),
    [
        ("femoral shaft", "met"),
        ("humeral_shaft", "met"),
        ("radial head", "met"),
        ("tibial plateau", "met"),
        ("elbow", "unknown"),
        ("clavicle", "not_met"),
        ("somewhere", "unknown"),
    ],
)
def test_long_bones_of_a_child_are_known_by_their_parts(situation, site, outcome):
    rule = next(one for pack in all_guidelines() for one in pack.rules if one.id == "iscd-pediatric-2019.osteoporosis")
    broken = [{"site": site, "age_at": "7"}, {"site": "tibia", "age_at": "8"}]
    facts = {"age_years": "9", "sex": "male", "fractures": broken}
    case = situation(("lumbar_spine", "-2.2", {"quantity": "z_score"}), facts=facts)

    assert outcome == judge(rule, case).outcome


def test_a_bone_is_known_by_its_name_in_other_languages():
    wanted = {name: site for site, names in ABROAD.items() for name in names.split("|")}

    assert wanted == {name: fracture_site(name) for name in wanted}


def test_a_bone_nobody_knows_may_be_one_that_is_not_counted():
    assert counts_as_fragility(Fracture(site="knochen", fragility=True)) is None
