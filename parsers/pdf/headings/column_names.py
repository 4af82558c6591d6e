"""The words printers and people put over the columns of results, in the form `plain_heading` gives them."""

import re

UNIT = (
    r"(?P<unit>[\[(]*(?:mg/cm2|mg/cc|sq\.?cm|grams?|g(?:ms?)?/cm\^?2|gcm2|mg/cm3|g|cm2|cm|%/yr|%/year|%|sd|ds|de|dp)"
    r"[\])]*)"
)
_SCORED = r"(?:e?score|wert|waarde|valeur|sc|值|値|スコア|점수|评分|評分)"
_SAID = r"(?:e?score|[ií]ndice|valor|punt(?:uación|eggio)?|indice)"
# QDR screens print the age of the peak density in brackets.
_T = rf"t-?{_SCORED}|{_SAID}-?t|t(?:\d\d\.\d)?"
_Z = rf"z-?{_SCORED}|{_SAID}-?z|z"
YOUNG = (
    r"young-?adults?|jg\.?erw\.?|jungeerw(?:achsene)?|jeunes?adultes?|adultes?jeunes?|adulj[oó]ve[nm]|ad\.?j[oó]ve[nm]|adj[oó]ve[nm]|adultos?j[oó]ve(?:n|m|nes|ns)|"
    r"giovan[ei]ad(?:ult[oi])?|giovadult[oi]|jungerw(?:achsene)?|jongvolw(?:assenen?)?|adultos?-j[oó]ve(?:n|m|nes|ns)|j[oó]ve[nm]-adulto|"
    r"jungererw(?:achsener)?|jongvolwassenen?|młod[ey]?(?:dorośly|dorosły|dorośli)|młody(?:dorosły)|giovaneadulto|unga?vux(?:en|na)|jadultes?|giovadulti?|若年成人(?:比較|平均)?|年轻成人|青年成人|젊은성인"
)
MATCHED = (
    r"age-?matched|(?:la)?mismaedad|igualedad|mesmaidade|mêmeâge|zelfdeleeft(?:ijd)?|gleich(?:es)?alter|altersgl(?:eiche?)?|altersnorm|"
    r"stessaetà|parietà|idadecomb(?:inada)?|idadecorresp|ajusteetário|âgecomparable|âgeapparié|appariéâge|altersentspr(?:echend)?|"
    r"altersvergl(?:eich)?|ajust(?:ad[oa])?(?:por)?edad|edadcomp(?:arable)?|edad|âge|età|leeftijd|idade|"
    r"ad(?:ultes?)?mêmeâge|corr(?:etto|ett)?(?:per)?età|ålders?m(?:atch(?:ad|at)?)?|ålder(?:sgrupp)?|"
    r"corresp(?:ondente)?idade|corrisp(?:ondente)?(?:per)?età|[àa]âgeégal|âgeégal|âgecorresp(?:ondant)?|leeftijds?genoten|leeftijdgec(?:orrigeerd)?|leeftgec|"
    r"altersgleich(?:e[rns]?)?|altersangepasst|(?:ajust|ajustado)(?:a|por)?(?:la)?edad|ajust(?:ad[oa])?(?:à|a|por)?idade|"
    r"zgodn[ey]zwiekiem|dobranywiekowo|grupawiekowa|同年齢(?:比較|平均)?|年龄匹配|同龄(?:人|比较)?|同年龄|동일연령|동년배|같은연령"
)
NAMES: tuple[tuple[str, str], ...] = (
    (
        "region",
        (
            r"region|sede|sitedemesure|messstelle|scan/region|regions?ofinterest|roi|sites?|bone|zone|area/?region|región|régione|région|regione|regiao|região|bereich|"
            r"(?:skeletal|anatomic(?:al)?|measure(?:d|ment))-?(?:site|region|area)|location|body(?:part|site)|"
            r"regio|gebied|sito|s[ií]tio|radius\+ulna|r\+u|radius|ulna|v[eé]rt[eè]br[ae]s?|wirbel(?:k[oö]rper)?|wervels?|scan(?:ned)?site|skeletalsite|部位|부위|区域|測定部位|検査部位|测量部位|检查部位|검사부위|측정부위|obszar|"
            r"area(?:s)?(?:scanned|examined|measured)|(?:scanned|examined|measured)areas?|regions?(?:scanned|examined|measured)|"
            r"exam(?:ination)?|study|scan(?:type)?|messort|messregion|skelettregion|lokalisation|localisation|localizaci[oó]n|"
            r"localizaç[aã]o|localizzazione|plaats|lieu(?:demesure)?|meetgebied|messbereich|messgebiet|distretto|locatie|meetlocatie|anatom(?:y|ie|[ií]a)|anatomical?structure|skelett|body(?:area|region)|meetplaats|lokalisatie|sitedemesure"
        ),
    ),
    ("part", r"parts?|levels?|vertebrae|range|side|laterality|lado|seite|côté|lato|zijde|sub-?region"),
    (
        "date",
        (
            r"(?:measured|measurement|scan|exam(?:ination)?|study|test|visit)?date|date(?:measured|of(?:scan|exam|study))|"
            r"datum|fecha|data(?:esame|exame)?|dateexamen|year"
        ),
    ),
    (
        "bmd",
        (
            r"(?:density/?)?bmd|density|dmo|moc|knochendichte|botdichtheid|bentäthet|bonemineraldensity|bonedensity|kmd|knochenmineraldichte|骨密度|골밀도|"
            r"densidad(?:mineral)?(?:ósea)?|densité(?:minérale)?(?:osseuse)?|densidade(?:mineral)?(?:óssea)?|"
            r"densità(?:minerale)?(?:ossea)?|botmineraaldichtheid"
        ),
    ),
    (
        "bmc",
        r"(?:est\.?)?bmc|cmo|(?:bone)?mineralcontent|knochenmasse|骨塩量|骨矿含量|骨矿物(?:质)?含量|골무기질량|골량",
    ),
    (
        "area",
        r"(?:projected|bone|est\.?)?area|área|surf(?:ace)?|fläche|opp(?:ervlak(?:te)?)?|sup(?:erf)?|superficie|面积|面積|면적",
    ),
    ("t_score", rf"(?:ya|j[ea]|aj|ga|jv|{YOUNG}|bmd)?(?:{_T})(?:(?:{YOUNG})(?:s|reference|mean|normal)?)?"),
    ("z_score", rf"(?:am|av|c[ae]|p[ei]|lg|{MATCHED}|bmd)?(?:{_Z})(?:{MATCHED})?"),
    (
        "young_adult_percent",
        (
            rf"yam%?|%t|%aj|aj%|j[ea]%|ga%|jv%|young-?adultmean%|%?ref\.?jung%?|%(?:jung|joven|jovem|jeunes?|giovan[ei]|{YOUNG})|jung%|ya%|(?:{YOUNG})%|youngref%|youngreference%|%ya|%yam|%young(?:-?adult|/adult)?|young/adult%|%youngref|"
            r"peakreference%?|(?:%|percent)(?:of)?(?:the)?(?:young-?adults?|ya|youngnormals?|peak)(?:mean|average)?"
        ),
    ),
    (
        "age_matched_percent",
        (
            rf"am%|%z|av%|c[ae]%|p[ei]%|lg%|%?ref\.?alter%?|%(?:{MATCHED}|alter)|(?:{MATCHED})%|agematch%|%am|%age|%age-?matched|%agematch|alter%|(?:%|percent)(?:of)?(?:the)?age-?match(?:ed)?(?:mean|average)?"
        ),
    ),
    ("tbs", r"tbs(?:value|score|index|l1-l4)?|trabecularbonescore|absolutetbs"),
    (
        "change_percent",
        (
            r"(?:bmd|dmo)?(?:change|cambio|\u00e4nderung|ver\u00e4nderung|variation|\u00e9volution|varia\u00e7\u00e3o|variazione|verandering|variaci\u00f3n)"
            r"(?:(?:vs|from)(?:previous|prior|prev))?%|%(?:bmd)?change(?:(?:vs|from)(?:previous|prior|prev))?"
        ),
    ),
    ("percent", r"%"),
    (
        "body",
        (
            r"%?(?:body)?fat(?:mass|%|free)?.*|lean.*|.*(?:tissue|muscle|adipos|android|gynoid|percentile|visceral).*|"
            r"(?:total)?mass|vat.*|yn|(?:fat|lean|mass)?ind(?:ex|ices)|bmi|weight"
        ),
    ),
    (
        "other",
        (
            r"width|height|length|(?:st|lt|bmd)?%?change(?:vs)?(?:previous|baseline)?|(?:who)?(?:classification|category)|who|"
            r"comments?|remarks?|notes?|bemerkung(?:en)?|anmerkung(?:en)?|kommentar|remarques?|commentaires?|observaci[oó]n(?:es)?|observa[cç][oõ]es|"
            r"opmerking(?:en)?|status|fracturerisk|risk|diagnosis|assessment|age|interpretation|results?|"
            r"(?:sd|cv)|tbs.*|.*tbs"
        ),
    ),
)
HEADING_WORD = re.compile(
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
