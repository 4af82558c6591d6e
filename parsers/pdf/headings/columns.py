"""What the heading of a column says: the quantity below it, its unit, and the side or examination it is of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from parsers.pdf.headings.qualifiers import SPELL, Qualifier, qualifier_of


class Column(StrEnum):
    """What stands in a column."""

    REGION = "region"
    PART = "part"
    """More words of the row's name, such as the levels or the side."""
    DATE = "date"
    """The day of the examination a row is of."""
    BMD = "bmd"
    BMC = "bmc"
    AREA = "area"
    T = "t_score"
    Z = "z_score"
    YOUNG = "young_adult_percent"
    MATCHED = "age_matched_percent"
    TBS = "tbs"
    CHANGED = "change_percent"
    """Per cent of change against the previous examination."""
    PERCENT = "percent"
    """A percentage that does not say of what; the score to its right does."""
    BODY = "body"
    """Fat, lean mass and their like: scores beside it are not of bone."""
    OTHER = "other"
    """Known, and not a result: width, height, change, comment."""
    UNKNOWN = "unknown"


LABELS = frozenset({Column.REGION, Column.PART, Column.DATE})
"""Columns that say what a row is of."""
SCORES = frozenset({Column.T, Column.Z})


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A heading that is understood as a whole."""

    column: Column
    unit: str | None = None
    qualifier: Qualifier | None = None
    second: Column | None = None
    """The score printed behind the first one in the same cell, as under "T-score / Z-score"."""


UNIT = (
    r"(?P<unit>[\[(]*(?:mg/cm2|mg/cc|sq\.?cm|grams?|g(?:ms?)?/cm\^?2|gcm2|mg/cm3|g|cm2|cm|%/yr|%/year|%|sd|ds|de|dp)"
    r"[\])]*)"
)
_SCORED = r"(?:e?score|wert|waarde|valeur|sc|值|値|スコア|점수|评分|評分)"
_SAID = r"(?:e?score|[ií]ndice|valor|punt(?:uación|eggio)?|indice)"
# QDR screens print the age of the peak density in brackets.
_T = rf"t-?{_SCORED}|{_SAID}-?t|t(?:\d\d\.\d)?"
_Z = rf"z-?{_SCORED}|{_SAID}-?z|z"
_YOUNG = (
    r"young-?adults?|jungeerw(?:achsene)?|jeunes?adultes?|adultes?jeunes?|adulj[oó]ve[nm]|ad\.?j[oó]ve[nm]|adj[oó]ve[nm]|adultos?j[oó]ve(?:n|m|nes|ns)|"
    r"giovan[ei]ad(?:ult[oi])?|giovadult[oi]|jungerw(?:achsene)?|jongvolw(?:assenen?)?|adultos?-j[oó]ve(?:n|m|nes|ns)|j[oó]ve[nm]-adulto|"
    r"jungererwachsener|jongvolwassenen?|młod[ey]?(?:dorośly|dorosły|dorośli)|młody(?:dorosły)|giovaneadulto|unga?vux(?:en|na)|jadultes?|giovadulti?|若年成人(?:比較|平均)?|年轻成人|青年成人|젊은성인"
)
_MATCHED = (
    r"age-?matched|(?:la)?mismaedad|igualedad|mesmaidade|mêmeâge|zelfdeleeft(?:ijd)?|gleich(?:es)?alter|altersgl(?:eiche?)?|altersnorm|"
    r"stessaetà|parietà|idadecomb(?:inada)?|idadecorresp|ajusteetário|âgecomparable|âgeapparié|appariéâge|altersentspr(?:echend)?|"
    r"altersvergl(?:eich)?|ajust(?:ad[oa])?(?:por)?edad|edadcomp(?:arable)?|edad|âge|età|leeftijd|idade|"
    r"ad(?:ultes?)?mêmeâge|corr(?:etto|ett)?(?:per)?età|ålders?m(?:atch(?:ad|at)?)?|ålder(?:sgrupp)?|"
    r"corresp(?:ondente)?idade|corrisp(?:ondente)?(?:per)?età|[àa]âgeégal|âgeégal|âgecorresp(?:ondant)?|leeftijds?genoten|leeftijdgec(?:orrigeerd)?|leeftgec|"
    r"altersgleich(?:e[rns]?)?|altersangepasst|(?:ajust|ajustado)(?:a|por)?(?:la)?edad|ajust(?:ad[oa])?(?:à|a|por)?idade|"
    r"zgodn[ey]zwiekiem|dobranywiekowo|grupawiekowa|同年齢(?:比較|平均)?|年龄匹配|同龄(?:人|比较)?|同年龄|동일연령|동년배|같은연령"
)
_NAMES: tuple[tuple[Column, str], ...] = (
    (
        Column.REGION,
        (
            r"region|sede|sitedemesure|messstelle|scan/region|regions?ofinterest|roi|sites?|bone|zone|area/?region|región|régione|région|regione|regiao|região|bereich|"
            r"(?:skeletal|anatomic(?:al)?|measure(?:d|ment))-?(?:site|region|area)|location|body(?:part|site)|"
            r"regio|gebied|sito|s[ií]tio|radius\+ulna|r\+u|radius|ulna|v[eé]rt[eè]br[ae]s?|wirbel(?:k[oö]rper)?|wervels?|scan(?:ned)?site|skeletalsite|部位|부위|区域|測定部位|検査部位|测量部位|检查部位|검사부위|측정부위|obszar|"
            r"exam(?:ination)?|study|scan(?:type)?|messort|messregion|skelettregion|lokalisation|localisation|localizaci[oó]n|"
            r"localizaç[aã]o|localizzazione|distretto|locatie|meetlocatie|anatom(?:y|ie|[ií]a)|anatomical?structure|skelett|body(?:area|region)|meetplaats|lokalisatie|sitedemesure"
        ),
    ),
    (Column.PART, r"parts?|levels?|vertebrae|range|side|laterality|lado|seite|côté|lato|zijde|sub-?region"),
    (
        Column.DATE,
        (
            r"(?:measured|measurement|scan|exam(?:ination)?|study|test|visit)?date|date(?:measured|of(?:scan|exam|study))|"
            r"datum|fecha|data(?:esame|exame)?|dateexamen|year"
        ),
    ),
    (
        Column.BMD,
        (
            r"(?:density/?)?bmd|density|dmo|moc|knochendichte|botdichtheid|bentäthet|bonemineraldensity|bonedensity|kmd|knochenmineraldichte|骨密度|골밀도|"
            r"densidad(?:mineral)?(?:ósea)?|densité(?:minérale)?(?:osseuse)?|densidade(?:mineral)?(?:óssea)?|"
            r"densità(?:minerale)?(?:ossea)?|botmineraaldichtheid"
        ),
    ),
    (
        Column.BMC,
        r"(?:est\.?)?bmc|cmo|(?:bone)?mineralcontent|knochenmasse|骨塩量|骨矿含量|骨矿物(?:质)?含量|골무기질량|골량",
    ),
    (
        Column.AREA,
        r"(?:projected|bone|est\.?)?area|área|surf(?:ace)?|fläche|opp(?:ervlak(?:te)?)?|sup(?:erf)?|superficie|面积|面積|면적",
    ),
    (Column.T, rf"(?:ya|j[ea]|aj|ga|jv|{_YOUNG}|bmd)?(?:{_T})(?:(?:{_YOUNG})(?:s|reference|mean|normal)?)?"),
    (Column.Z, rf"(?:am|av|c[ae]|p[ei]|lg|{_MATCHED}|bmd)?(?:{_Z})(?:{_MATCHED})?"),
    (
        Column.YOUNG,
        (
            rf"yam%?|%t|%aj|aj%|j[ea]%|ga%|jv%|young-?adultmean%|%?ref\.?jung%?|%(?:jung|joven|jovem|jeunes?|giovan[ei]|{_YOUNG})|jung%|ya%|(?:{_YOUNG})%|youngref%|youngreference%|%ya|%yam|%young(?:-?adult|/adult)?|young/adult%|%youngref|"
            r"peakreference%?|(?:%|percent)(?:of)?(?:the)?(?:young-?adults?|ya|youngnormals?|peak)(?:mean|average)?"
        ),
    ),
    (
        Column.MATCHED,
        (
            rf"am%|%z|av%|c[ae]%|p[ei]%|lg%|%?ref\.?alter%?|%(?:{_MATCHED}|alter)|(?:{_MATCHED})%|agematch%|%am|%age|%age-?matched|%agematch|alter%|(?:%|percent)(?:of)?(?:the)?age-?match(?:ed)?(?:mean|average)?"
        ),
    ),
    (Column.TBS, r"tbs(?:value|score|index|l1-l4)?|trabecularbonescore|absolutetbs"),
    (
        Column.CHANGED,
        (
            r"(?:bmd|dmo)?(?:change|cambio|\u00e4nderung|ver\u00e4nderung|variation|\u00e9volution|varia\u00e7\u00e3o|variazione|verandering|variaci\u00f3n)"
            r"(?:(?:vs|from)(?:previous|prior|prev))?%|%(?:bmd)?change(?:(?:vs|from)(?:previous|prior|prev))?"
        ),
    ),
    (Column.PERCENT, r"%"),
    (
        Column.BODY,
        (
            r"%?(?:body)?fat(?:mass|%|free)?.*|lean.*|.*(?:tissue|muscle|adipos|android|gynoid|percentile|visceral).*|"
            r"(?:total)?mass|vat.*|yn|(?:fat|lean|mass)?ind(?:ex|ices)|bmi|weight"
        ),
    ),
    (
        Column.OTHER,
        (
            r"width|height|length|(?:st|lt|bmd)?%?change(?:vs)?(?:previous|baseline)?|(?:who)?(?:classification|category)|who|"
            r"comments?|remarks?|notes?|bemerkung(?:en)?|anmerkung(?:en)?|kommentar|remarques?|commentaires?|observaci[oó]n(?:es)?|observa[cç][oõ]es|"
            r"opmerking(?:en)?|status|fracturerisk|risk|diagnosis|assessment|age|interpretation|results?|"
            r"(?:sd|cv)|tbs.*|.*tbs"
        ),
    ),
)
_HEADING_WORD = re.compile(
    r"skeletal|anatomic(?:al)?|measure(?:d|ment)|region|of|interest|roi|site|radius|ulna|\+|bmd|dmo|moc|bmc|cmo|area|área|[tz]-?(?:\d\d\.\d)?|[tz]?-?score|"
    r"[tz]-?(?:score|wert|值|値|スコア|점수|评分|評分)|escore|ya|am|pr|young|adult|young-adult|age|matched|"
    r"age-matched|age-match|match|j[ea]|aj|ga|jv|av|c[ae]|p[ei]|lg|ref|reference|peak|est|jung|type|mg/cm2|g(?:ms?)?/cm2|g(?:ms?)?/cm\^2|g|cm2|cm|%|%/yr|%/year|sd|width|height|length|"
    r"percent|the|mean|average|normal|jóvene[sm]|jóven|adultos|giovani|adulti|adultes|"
    r"cambio|änderung|veränderung|variation|évolution|variação|variazione|verandering|variación|from|prior|prev|"
    r"change|vs|previous|baseline|st|lt|who|classification|-|tbs|date|scan|exam|bone|mineral|density|content|projected|"
    r"/|sq|sqcm|grams?|junge|erw|erwachsene|jeunes?|adultes?|adulto|joven|jovem|giovane|ad|jong|volw|volwassene|igual|edad|mesma|idade|même|âge|zelfde|leeft|leeftijd|"
    r"giov|adul|comb|combinada|corresp|ajuste|etário|comparable|apparié|altersentspr|altersvergl|ajust|ajustado|por|comp|gleiches?|alter|altersgl(?:eiche)?|stessa|pari|età|contenuto|minerale|"
    r"minérale|ósea|ossea|óssea|osseuse|densidade?|densité|densità|"
    r"junger|erwachsener|volwassenen?|leeftijds?genoten|altersgleich|égal|à|corrisp|corrispondente|młody|dorosły|zgodn[ey]|z|wiekiem|kmd|"
    r"corr|corretto|per|ad|j|unga?|vux(?:en|na)|ålders?m(?:atch(?:ad|at)?)?|ålder(?:sgrupp)?|"
    r"若年成人(?:比較)?|年轻成人|青年成人|同年齢(?:比較)?|年龄匹配|同龄|同年龄|젊은|성인|동일|같은|연령|동년배|面积|面積|면적|骨塩量",
)
_MARKS = re.compile(r"\(\d\)|[\u00b9\u00b3\u2070\u2074-\u2079*:\u2020\u2021]")
_BLANKS = re.compile(r"\s+|(?<=[a-z])\.")
_BRACKETS = re.compile(r"[\[\]()]")


@lru_cache(maxsize=2048)
def plain_heading(text: str) -> str:
    """Return a heading without blanks, footnote marks and case, for comparison.

    >>> plain_heading("T -  score"), plain_heading("BMD(1) (g/cm\u00b2)")
    ('t-score', 'bmd(g/cm2)')
    """
    return _BLANKS.sub("", _MARKS.sub("", text.lower().replace("cm\u00b3", "cm3")).translate(SPELL))


def heading_of(text: str, extra: Mapping[str, Column]) -> tuple[Column, str | None] | None:
    """Return what a heading means and its unit, or None for one that is not known."""
    plain = plain_heading(text)
    if extra and (own := extra.get(plain, extra.get(_BRACKETS.sub("", plain)))) is not None:
        return own, None
    return _named(plain) or _footnoted(text)


_LONE_DIGIT = re.compile(r"(?<=[^\W\d]) [1-9](?= |$)")
_MEASURED = frozenset({Column.BMD, Column.BMC, Column.AREA, Column.T, Column.Z, Column.YOUNG, Column.MATCHED})


def _footnoted(text: str) -> tuple[Column, str | None] | None:
    """Return what a heading means without the digit of a footnote, which old printers set on the line: "BMD 1".

    Two columns numbered so are of one name, and then nothing tells them apart.
    """
    bare = _LONE_DIGIT.sub("", text)
    named = _named(plain_heading(bare)) if bare != text else None
    return named if named and named[0] in _MEASURED else None


_WHOLE = tuple((column, re.compile(name)) for column, name in _NAMES)
_WITH_UNIT = tuple((column, re.compile(rf"(?:{name}),?{UNIT}")) for column, name in _NAMES)


@lru_cache(maxsize=2048)
def _named(plain: str) -> tuple[Column, str | None] | None:
    bare = _BRACKETS.sub("", plain)
    for (column, whole), (_, with_unit) in zip(_WHOLE, _WITH_UNIT, strict=True):
        if whole.fullmatch(bare):
            return column, "%" if "%" in bare else None
        found = with_unit.fullmatch(bare) or with_unit.fullmatch(plain)
        if found:
            return column, _BRACKETS.sub("", found["unit"])
    return None


def meaning_of(text: str, extra: Mapping[str, Column]) -> Meaning | None:
    """Return what a heading means, with the side or time it names; None for one that is not known.

    >>> meaning_of("BMD / DMO (g/cm2)", {}), meaning_of("T-score (Z-score)", {}).second
    (Meaning(column=<Column.BMD: 'bmd'>, unit='g/cm2', qualifier=None, second=None), <Column.Z: 'z_score'>)
    """
    if named := heading_of(text, extra):
        return Meaning(column=named[0], unit=named[1])
    qualifier, rest = qualifier_of(text)
    if not (qualifier and rest and (named := heading_of(rest, extra))):
        return _twofold(text)
    # The day of the previous examination is a column of its own; a region or a part of one is of no time.
    if named[0] not in LABELS or (named[0] is Column.DATE and qualifier.earlier):
        return Meaning(column=named[0], unit=named[1], qualifier=qualifier)
    return None


_TWO_PARTS = re.compile(r"(?P<one>[^/|()]+?)\s*(?:[/|]|(?=\())\s*(?P<two>[^/|].*)")
_IN_BRACKETS = re.compile(r"\((?P<inner>[^()]+)\)")


@lru_cache(maxsize=2048)
def _twofold(text: str) -> Meaning | None:
    """Return what a heading in two languages means, or one of both scores in a cell; None for any other."""
    found = _TWO_PARTS.fullmatch(text)
    readings = [(found["one"], found["two"])] if found else []
    if halves := _halves(text):
        readings.append(halves)
    return next((meaning for one, two in readings if (meaning := _of_both(one, two))), None)


_SHARED = {(Column.T, Column.YOUNG), (Column.Z, Column.MATCHED)}
"""Scores and the percentages that may stand behind them in brackets, as under "T-Score (% YA)"."""


def _of_both(first: str, second: str) -> Meaning | None:
    """Return what two headings in one mean: the same twice, or both scores, one behind the other."""
    inner = _IN_BRACKETS.fullmatch(second)
    one, two = heading_of(first, {}), heading_of(inner["inner"] if inner else second, {})
    if one is None or two is None:
        return None
    units = {unit for _, unit in (one, two) if unit}
    if one[0] is two[0] and not inner and len(units) <= 1:
        return Meaning(column=one[0], unit=units.pop() if units else None)
    if inner and (one[0], two[0]) in _SHARED:
        # Whether the cells hold a score before the percentage is seen below the heading.
        return Meaning(column=one[0], unit="%")
    is_pair = (one[0], two[0]) == (Column.T, Column.Z) and "%" not in units
    return Meaning(column=Column.T, unit=one[1], second=Column.Z) if is_pair else None


def _halves(text: str) -> tuple[str, str] | None:
    """Return the words of a heading that is printed in two languages below each other, "BMD DMO (g/cm2)"."""
    words = text.split()
    if not 1 < len(words) <= _MOST_WORDS:
        return None
    cuts = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))
    return next(
        ((one, two) for one, two in cuts if (first := heading_of(one, {})) and _heads(two) is first[0] and one != two),
        None,
    )


_MOST_WORDS = 5


def _heads(text: str) -> Column | None:
    named = heading_of(text, {})
    return named[0] if named else None


_SPANNING = re.compile(rf"ya|am|{_YOUNG}|{_MATCHED}|youngref|agematch")


def is_spanning(text: str) -> bool:
    """Return whether words stand over a percentage and a score, and mean neither by themselves."""
    return bool(_SPANNING.fullmatch(plain_heading(_LONE_DIGIT.sub("", text))))


def is_unit(text: str) -> bool:
    """Return whether a word is nothing but a unit in brackets."""
    return text[:1] in {"(", "["} and bool(re.fullmatch(UNIT, plain_heading(text)))


_WHOLE_NAMES = frozenset(name for _, names in _NAMES for name in names.split("|"))


@lru_cache(maxsize=2048)
def is_heading_word(text: str) -> bool:
    """Return whether a word may be part of a heading."""
    plain = re.sub(r"[\[\](),]", "", plain_heading(text))
    # "Adult[%]" is a word and its unit.
    return not plain or bool(_HEADING_WORD.fullmatch(plain.removesuffix("%") or plain)) or plain in _WHOLE_NAMES


_BMD_WORD = re.compile(r"(?i)bmd|dmo|moc|kmd|dicht|tät|densi(?:ty|dade?|té|tà)|骨|골")
_BMD = re.compile(rf"(?:{dict(_NAMES)[Column.BMD]})\W*{UNIT}?")
_SCORE_WORD = re.compile(r"(?i)score|wert|^esc|sc$|[値值점ス评評]|tbs")


def names_density(text: str) -> bool:
    """Return whether a word is a heading of bone density."""
    return bool(_BMD_WORD.search(text) and not text.startswith("(") and _BMD.fullmatch(plain_heading(text)))


def names_score(text: str) -> bool:
    """Return whether a word may be a part of the heading of a score."""
    return bool(_SCORE_WORD.search(text))
