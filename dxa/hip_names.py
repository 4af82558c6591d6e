"""The names of the whole hip, of its neck and its trochanter, in the languages vendors and people write.

In the form `dxa.sites.plain` gives, without side words and `FILLERS`.
"""

_NECKS = (
    "dual femur neck|dualfemur neck|dual hip neck|femoral neck|femur neck|fem neck|femoral neck hip|neck|hip neck|neck femur|neck hip|fn|hip femoral neck|cuello femoral|"
    "sh|nof|cuello fem|colo fem|collo fem|col fem|neck fem|neck of the femur|hals femur|femoral necks|neck femoral|col femoral total|cuello femoral total|cuello femur|cuello|colo femoral|colo femur|colo|col femoral|col femur|schenkelhals|femurhals|oberschenkelhals|"
    "hals|collo femorale|collo femore|collo|heuphals|dijbeenhals|femurhals|collum femoris|collum|schenkelhalses|femurhalses|oberschenkelhalses|larbenshals|larhals|股骨颈|大腿骨頸部|"
    "schenkelhalse|schenkelhalsen|femurhalse|femurhalsen|oberschenkelhalse|oberschenkelhalsen|femur nek|nek femur|heup nek|nek heup|fem hals|hals fem|femurnek|heupnek|hals hufte|hals heup|heup hals|femur hals|hufte hals|collo anca|colo anca|col fem|collum fem|hufthals|collum femur|cols femoraux|cols femur|cuellos femorales|cuellos femur|cuello cadera|"
    "colos femorais|colos femurais|colo femural|colli femorali|heuphalzen|femurhalzen|col hanche|"
    "대퇴골 경부|대퇴경부|대퇴골경부|대퇴 경부|대퇴부 경부|股骨頸|大腿骨颈|szyjka|szyjka kosci udowej|szyjka udowa"
)
_TOTALS = (
    "dual femur total|dualfemur total|fem total|total fem|dual hip total|total hip|hip total|tot hip|hip tot|tot femur|femur tot|total femur|femur total|total proximal femur|proximal femur total|proximal femur|hip total hip|"
    "th|cadera total|femur proximal|quadril total|femur total|hanche totale|femur proximal total|gesamthufte|hufte gesamt|gesamt hufte|"
    "gesamtfemur|femur gesamt|oberschenkel gesamt|gesamter oberschenkel|gesamten oberschenkel|femore totale|anca totale|totale femore|totale heup|heup totaal|totaal heup|heup total|total heup|total hoft|hoft total|total hofte|hofte total|gesamte hufte|gesamten hufte|gesamter hufte|esf|esf total|esf totale|extremite superieure femur|extremite superieure femur total|extremite superieure femur totale|hanche total|"
    "totaal femur|totale femur|totalen femur|totales femur|femur totaal|totalen hufte|femore toto|anca toto|total anca|femore totale prossimale|hufte total|total hufte|totale hufte|gesamter femur|gesamtes femur|gesamten femur|gesamtfemurs|proximaler femur|proximalen femur|proximales femur|proximale femur|proximal femur gesamt|proximales femur gesamt|total cadera|total quadril|total femore|anca total|femore prossimale|femore prossimale totale|"
    "gesamter proximaler femur|gesamten proximalen femur|gesamtes proximales femur|proximaler femur gesamt|proximalen femur gesamt|proximales femur total|femur entier|hanche entiere|hanche globale|femoral total|total femoral|femorale totale|totale femorale|ancas totais|anca totais|caderas totales|hanches totales|quadris totais|femures totais|femurs totaux|femori totali|anche totali|femures totales|totale heupen|"
    "femur global|cadera global|femore intero|totalite hanche|ensemble hanche|ensemble femur|integralite hanche|"
    "全髋|全髖|全髋部|髋部总体|股骨总体|全股骨|股骨近端|近端股骨|大腿骨近位部|大腿骨全体|大腿骨近位部全体|全大腿骨|大腿骨 total|대퇴골 전체|대퇴 전체|대퇴골전체|대퇴부 전체|근위 대퇴골|고관절 전체|"
    "blizsza czesc kosci udowej|blizszy koniec kosci udowej|cala kosc udowa"
)

_HIPS = "hip|fem|femur|hanche|cadera|quadril|hufte|femore|anca|heup|hoft|hofte"
_WHOLE = "total|totale|totaal|totalen|totaler|totales|gesamt|gesamte|gesamten|gesamter|gesamtes|ges|tot|toto|gehele|hele|ganze|ganzen|ganzer|intero|entero|inteiro|globale|global|volledige|volledig|komplette|kompletter|kompletten|complete|complet"
_PARTS = "neck|femoral neck|hals|schenkelhals|femurhals|col|col femoral|cuello|cuello femoral|colo|colo femoral|collo|collo femorale|nek"
_ROLLS = "troch|trochanter|trocanter|trocantere|troc"
_BETWEEN = "inter|intertroch|intertrochanter|intertrochanteric|inter-trochanter|inter-trochanteric|intertrocanter"
_TRIANGLES = (
    "ward's|wards|ward's triangle|wards triangle|ward triangle|ward's tri|wards tri|ward\u2019s|ward\u2019s triangle"
)


def _in_any_order(parts: str) -> str:
    """Return the names of a part of the hip behind the name of the hip and before it.

    Dutch "tot heup" is "down to the hip".
    """
    pairs = ((hip, part) for hip in _HIPS.split("|") for part in parts.split("|"))
    names = (name for hip, part in pairs for name in (f"{part} {hip}", f"{hip} {part}"))
    return "|".join(name for name in names if name != "tot heup")


TOTAL_HIP = f"{_TOTALS}|{_in_any_order(_WHOLE)}"
"""The whole hip in any word order; people mix the languages of their printouts with their own."""
NECK = f"{_NECKS}|{_in_any_order(_PARTS)}"
TROCHANTER = _in_any_order(_ROLLS)
INTERTROCHANTERIC = _in_any_order(_BETWEEN)
WARDS = _in_any_order(_TRIANGLES)
WHOLE_WORDS = frozenset(_WHOLE.split("|"))
"""Words for the whole of a hip, before its name or behind it."""
