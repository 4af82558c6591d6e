"""The one table of printed names: regions, rows under a scan, and sides, in the languages vendors and people write.

Sources: facts sheets summarised in docs/sources.md; names marked [M] there (from general knowledge) are included
because a wrong guess finds nothing, while a wrong region would need a wrong entry.
Keys are in the form `dxa.sites.plain` gives, without side words, levels and `FILLERS`.
"""

from dxa.hip_names import INTERTROCHANTERIC, NECK, TOTAL_HIP, TROCHANTER, WARDS
from dxa.regions import Region, Scan
from dxa.side_words import SIDE_WORDS

__all__ = ["FILLERS", "REGION_NAMES", "ROW_NAMES", "SIDE_WORDS"]

FILLERS: frozenset[str] = frozenset(
    [
        "the",
        "non-dominant",
        "nondominant",
        "dominant",
        "of",
        "at",
        "ap",
        "pa",
        "dxa",
        "dexa",
        "bmd",
        "bone",
        "density",
        "mineral",
        "region",
        "site",
        "for",
        "in",
        "on",
        "de",
        "la",
        "le",
        "el",
        "del",
        "do",
        "da",
        "du",
        "della",
        "di",
        "van",
        "der",
        "die",
        "das",
        "des",
        "het",
        "regio",
        "level",
        "levels",
        "vertebrae",
        "vertebra",
        "bis",
        "a",
        "all",
    ]
)
"""Words that say nothing about the region."""

_SPINE = (
    "lumbar spine|l/s|l/s spine|total lumbar spine|total lumbar|total l-spine|l-spine total|rachide|rachide lombosacrale|colonna lombosacrale|columna lumbosacra|coluna lombossacra|rachis lombo-sacre|lumbale wervelzuil|wervelzuil|lendenwervelzuil|vertebres lombaires|vertebre lombari|vertebras lumbares|vertebras lombares|raquis lumbar|raquis|lumbale wervels|lumbale wervel|"
    "rachis lombaire face|rachis face|segmento coluna lombar|segmento columna lumbar|columna vertebral lumbar|colonne vertebrale lombaire|colonna vertebrale lombare|lumbale rug|lage rug|onderrug|"
    "wervels lumbale|lendenwervel|tratto lombare|lumbalwirbelsaule|lumbalen wirbelsaulen|lumbar spine total|total spine|spine total|spine|lumbar|lombaire|lombar|lombare|lumbaal|lumbale|lumbal|lspine|ls|lumbosacral spine|columna lumbar|columna|coluna lombar|coluna lumbar|"
    "coluna|colonne|rachis lombaire|rachis|colonne lombaire|colonna lombare|rachide lombare|colonna|lws|lendenwirbelsaule|wirbelsaule|"
    "lendenwervels|lendenwervelkolom|wervelkolom|lwk|landrygg|ryggrad|landryggen|lænderyg|lænderyggen|lænd|lænden|ryg|rygg|ryggen|lumbal columna|lumbalcolumna|lendenwirbelkorper|lendenwirbel|lumbale wervelkolom|lumbalen wirbelsaule|lumbale wirbelsaule|columna lumbalis|腰椎|腰椎正面|腰椎正位|正位腰椎|ap 脊柱|ap脊柱|脊柱 ap|脊柱|요추|요추 전후면|ap 척추|척추 ap|척추|kregosłup|kregosłup ledzwiowy|kregoslup ledzwiowy|odcinek ledzwiowy|lumbar total|"
    "lws gesamt|lws total|colonne vertebrale|colonna vertebrale|rachide lombo-sacrale|segmento lombar|lombaires|lumbare wirbelsaule|lumbaren wirbelsaule|columna vertebral|coluna vertebral"
)
_NAMES: dict[Region, str] = {
    Region.LUMBAR_SPINE: _SPINE,
    Region.FEMORAL_NECK: NECK,
    Region.TOTAL_HIP: TOTAL_HIP,
    Region.HIP_UNSPECIFIED: "hip|hip joint|femur|cadera|quadril|hanche|hufte|femore|anca|heup|hoft|hofte|hoften|femoral|femorale|髋|髖|髋部|髋关节|股骨|大腿骨|대퇴골|대퇴부|대퇴|고관절|biodro|kosc udowa",
    Region.TROCHANTER: f"{TROCHANTER}|troch|trochanter|greater trochanter|trocanter|trochanter major|grand trochanter|trochanterregion|trochanterbereich|trocanter mayor|trocanter maior|grande trocanter|"
    "trocantere|troc|gran trocantere|grande trocantere|grote trochanter|trochanter majeur|trokanter|femur trochanter|dual femur troch|dualfemur troch|dual femur trochanter|dualfemur trochanter|trochantere|大转子|大轉子|大転子|大転子部|転子部|股骨大转子|股骨转子|대전자|대전자부|전자부|kretarz",
    Region.INTERTROCHANTERIC: f"{INTERTROCHANTERIC}|inter|intertroch|intertrochanter|intertrochanteric|inter-trochanter|inter-troch|inter-trochanteric|intertroc|inter-troc|intertrocanter|"
    "intertrocantere|intertrocanterea|intertrocanterica|intertrocanterico|inter-trocanter|intertrochanterisch|intertrochantar|intertrochanterienne|inter-trochanterienne|intertrochanterien|转子间|轉子間|股骨转子间|転子間|転子間部|転子部間|전자간|전자간부|miedzykretarzowa",
    Region.FEMORAL_SHAFT: "femoral shaft|hip shaft|shaft hip|femur shaft|shaft|dual femur shaft|dualfemur shaft|diafise|diafisi|diafisis|diaphyse|schaft|schacht|femurschaft|femurschacht",
    Region.WARDS_TRIANGLE: f"{WARDS}|ward's|wards|ward|dual femur wards|dualfemur wards|dual femur ward's|dual femur ward|ward triangle|ward's tri|wards tri|ward tri|ward's triangle|wards triangle|ward’s|ward’s triangle|triangulo ward|triangle ward|triangolo ward|ward-dreieck|ward dreieck|driehoek ward|zona ward|ward area|ward三角|ward三角区|wards三角|ward’s三角|ward's三角|wards三角区|ward's三角区|ward三角部|ward 三角|ward 삼각|ward 삼각부|워드 삼각|와드 삼각|와드삼각|워드삼각|trojkat warda",
    Region.UPPER_NECK: "upper neck|neck upper|upper femoral neck|femoral neck upper|upper neck femur|femur upper neck|dual femur upper neck|dualfemur upper neck",
    Region.LOWER_NECK: "lower neck|neck lower|lower femoral neck|femoral neck lower|lower neck femur|femur lower neck|dual femur lower neck|dualfemur lower neck",
    Region.RADIUS_33: (
        "rad 33%|rad 1/3|1/3 distale radius|1/3 distaler radius|33% distale radius|distale radius 33%|forearm radius 33%|forearm radius 1/3|radius 33%|radius 1/3|1/3 radius|33% radius|one-third radius|one third radius|radius one third|1/3 distal radius|distal 1/3 radius|"
        "distal one third radius|distal third radius|radius 33|distal radius 1/3|distal radius 33%|one third distal radius|33% distal radius|"
        "radio 33%|radio 1/3|1/3 radio|tercio distal radio|radio tercio distal|distaler radius 1/3|distalen radius 1/3|distale radius 1/3|distale 1/3 radius|distales 1/3 radius|distaler radius 33%|distalen radius 33%|radio distal 33%|radio distal 1/3|1/3 distal radio|radio 1/3 distal|radio 1/3 distale|radio distale 1/3|terzo distale radio|radio terzo distale|"
        "terco distal radio|radio terco distal|tiers distal radius|radius tiers distal|radius 1/3 distal|radius distal 1/3|radius distal 33%|unterarm 1/3|onderarm 1/3|avant-bras 1/3|distales radiusdrittel|radius distales drittel|distales drittel radius|"
        "forearm 1/3 radius|forearm 33% radius|forearm one-third radius|forearm one third radius|forearm distal 1/3 radius|forearm distal third|"
        "forearm 1/3|1/3 forearm|forearm 33%|33% forearm|one third forearm|antebrazo 33%|antebraco 33%|avant-bras 33%|avambraccio 33%|unterarm 33%|onderarm 33%"
    ),
    Region.RADIUS_ULTRADISTAL: "radius ud|ud radius|radio ud|ud radio|ultradistaal radius|ultradistale distale radius|ultradistal radius|radius ultradistal|radio ultradistal|ud forearm|ultra-distal radius|ultra distal radius|radius ultra distal|radius ultra-distal|"
    "ultradistaler radius|ultradistale radius|ultradistalen radius|radio ultradistale|ultradistale radio|ultradistal radio|radius ultradistaal|ultradistal forearm|"
    "forearm ultradistal|forearm ud|ultra-distal forearm|forearm ultra-distal|forearm ultradistal radius|forearm ud radius|forearm radius ultradistal|forearm radius ud",
    Region.RADIUS_MID: "radius mid|mid radius|mid-radius|mid distal radius|mid-distal radius|distal mid radius|radius mid distal|mid forearm|forearm mid|radius mitte|mittlerer radius|radius mittleres drittel|radius midden|midden radius|radius mi-distal",
    Region.RADIUS_TOTAL: "radius total|total radius|radio total|radius gesamt|gesamter radius|gesamten radius|radio totale|totale radio|radius totaal|totale radius|radius totale|radio toto",
    Region.FOREARM_TOTAL: "forearm total|total forearm|forearm|antebrazo|antebraco|avant-bras|avambraccio|unterarm|onderarm|underarm|unterarm gesamt|gesamter unterarm|antebrazo total|antebraco total|avant-bras total|avambraccio totale|totale avambraccio|onderarm totaal|totale onderarm",
    Region.LATERAL_SPINE: "lateral spine|lateral lumbar spine|lumbar spine lateral|腰椎侧位|腰椎側面",
    Region.TOTAL_BODY: "total body|whole body|whole-body|total-body|cuerpo entero|cuerpo total|corpo inteiro|corpo total|corpo intero|corps entier|corps total|ganzkorper|gesamtkorper|"
    "gesamter korper|gesamten korper|hele lichaam|gehele lichaam|totale lichaam|total whole body|whole body total|total body total",
    Region.TOTAL_BODY_LESS_HEAD: "total body less head|tblh|total body tblh|total tblh|total less head|subtotal body|corpo total sem cabeca|corpo total exceto cabeca|corpo inteiro sem cabeca|cuerpo entero sin cabeza|cuerpo total sin cabeza|"
    "corps entier sans tete|corps entier sans la tete|ganzkorper ohne kopf|total body sin cabeza|total body senza testa|total body senza capo|corpo intero senza testa|"
    "hele lichaam zonder hoofd|total body zonder hoofd|total body minus head|whole body minus head|total body without head|whole body without head|total body excluding head|whole body less head",
}

REGION_NAMES: dict[str, Region] = {name: region for region, names in _NAMES.items() for name in names.split("|")}
"""What a name means wherever it stands."""

_WHOLE_ASIAN = ("总计", "总体", "全部", "总和", "全体", "合計", "전체", "합계")
"""The total of a scan in Chinese, Japanese and Korean."""

ROW_NAMES: dict[Scan, dict[str, Region]] = {
    Scan.SPINE: dict.fromkeys(("total", "gesamt", "totale", "totaal", "totaler", *_WHOLE_ASIAN), Region.LUMBAR_SPINE),
    Scan.HIP: {
        "total": Region.TOTAL_HIP,
        "gesamt": Region.TOTAL_HIP,
        "gesamtregion": Region.TOTAL_HIP,
        "gesamtareal": Region.TOTAL_HIP,
        "totale": Region.TOTAL_HIP,
        "totaal": Region.TOTAL_HIP,
        "intero": Region.TOTAL_HIP,
        "całkowita": Region.TOTAL_HIP,
        **dict.fromkeys(_WHOLE_ASIAN, Region.TOTAL_HIP),
        "col": Region.FEMORAL_NECK,
        "nek": Region.FEMORAL_NECK,
        **dict.fromkeys(("颈", "頸", "颈部", "頸部", "경부"), Region.FEMORAL_NECK),
    },
    Scan.FOREARM: {
        "1/3": Region.RADIUS_33,
        "33%": Region.RADIUS_33,
        "ud": Region.RADIUS_ULTRADISTAL,
        "mid": Region.RADIUS_MID,
        "ultradistal": Region.RADIUS_ULTRADISTAL,
        "ultra-distal": Region.RADIUS_ULTRADISTAL,
        "ultradistale": Region.RADIUS_ULTRADISTAL,
        "ultradistaal": Region.RADIUS_ULTRADISTAL,
        "ultra-distaal": Region.RADIUS_ULTRADISTAL,
        "ultra-distale": Region.RADIUS_ULTRADISTAL,
        "1/3 distal": Region.RADIUS_33,
        "distal 1/3": Region.RADIUS_33,
        "distal third": Region.RADIUS_33,
        "tiers distal": Region.RADIUS_33,
        "tercio distal": Region.RADIUS_33,
        "terzo distale": Region.RADIUS_33,
        "1/3 distale": Region.RADIUS_33,
        "terco distal": Region.RADIUS_33,
        "1/3 radius": Region.RADIUS_33,
        "distale 1/3": Region.RADIUS_33,
        "one third": Region.RADIUS_33,
        "radius 1/3": Region.RADIUS_33,
        "radius 33%": Region.RADIUS_33,
        "distales drittel": Region.RADIUS_33,
        "total": Region.FOREARM_TOTAL,
        "both total": Region.FOREARM_TOTAL,
        "totale": Region.FOREARM_TOTAL,
        "totaal": Region.FOREARM_TOTAL,
        "gesamt": Region.FOREARM_TOTAL,
    },
    Scan.TOTAL_BODY: {"total": Region.TOTAL_BODY, "subtotal": Region.TOTAL_BODY_LESS_HEAD},
    Scan.LATERAL: {"total": Region.LATERAL_SPINE},
}
"""What a bare row label means under a scan; a forearm "Total" is radius and ulna unless the table says radius."""
