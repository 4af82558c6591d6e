"""The words for a side, or for both sides put together, in the languages vendors and people write."""

from dxa.regions import Side

_LEFT = (
    "left lt l izquierdo izquierda izq esquerdo esquerda esq gauche gauches esquerdas sinistri g links "
    "linke linker linkes linken linkem izquierdos izquierdas esquerdos sinistro sinistra vanster venstre "
    "linkerheup linkerzijde linkerkant linkerheuphals li izqdo izqda izdo izda sx vansters 左 左側 左侧 좌측 좌 "
    "왼쪽 lewa lewy lewe lewej lewego linksseitig linksseitige linksseitigen linksseitiger linksseitiges "
    "linksseitigem linkszijdig linkszijdige linksseits"
)
_RIGHT = (
    "right rt r derecho derecha direito direita droit droite droits droites direitos direitas destri "
    "rechts rechte rechter rechtes rechten rechtem derechos derechas højre destro destra dx re dcho dcha "
    "dta dto hoger hogra hojre rechterheup rechterzijde rechterkant 右 右側 右侧 우측 우 오른쪽 prawa prawy prawe "
    "prawej prawego rechtsseitig rechtsseitige rechtsseitigen rechtsseitiger rechtsseitiges "
    "rechtsseitigem rechtszijdig rechtszijdige rechtsseits"
)
_MEAN = (
    "mean average avg media medio moyenne moyen mittelwert mittel gemittelt gemiddelde gemiddeld promedio "
    "medelvarde gem srednia 平均 平均值 平均値 평균"
)
_DIFFERENCE = (
    "diff dif difference diferencia diferenca differenz unterschied verschil differenza roznica 差 差异 差值 差異 차이"
)
SIDE_WORDS: dict[Side, frozenset[str]] = {
    Side.LEFT: frozenset(_LEFT.split()),
    Side.RIGHT: frozenset(_RIGHT.split()),
    Side.MEAN: frozenset(_MEAN.split()),
    Side.DIFFERENCE: frozenset(_DIFFERENCE.split()),
}
"""In the form `dxa.sites.plain` gives."""
