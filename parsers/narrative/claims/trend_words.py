"""Words beside a claim of change: what may stand between it and its denial, and what a change is called."""

from dxa.report import Direction
from dxa.sites import plain

WAYS = {
    "trends:loss": Direction.LOSS,
    "trends:lower": Direction.LOSS,
    "trends:falls": Direction.LOSS,
    "trends:bone_loss": Direction.LOSS,
    "trends:gain": Direction.GAIN,
    "trends:higher": Direction.GAIN,
    "trends:rises": Direction.GAIN,
    "trends:bone_gain": Direction.GAIN,
    "trends:steady": Direction.STABLE,
    "trends:change": Direction.STABLE,
}

_OVER_DENIAL_TEXT = (
    "evidence of any the a interval measurable relevant further obvious detectable substantial appreciable additional "
    "nennenswerte nennenswerter relevante relevanter weitere weiterer eindeutige notable evidente relevantes "
    "aantoonbare verdere se observa aprecia houve ha habido si osserva hay existe"
)
OVER_DENIAL = frozenset(_OVER_DENIAL_TEXT.split())
"""Words that may stand between a denial and the loss it denies."""
_BESIDE_TEXT = "there been noted seen overall impression conclusion besteht sich haben facon maniere"
BESIDE = OVER_DENIAL | frozenset(_BESIDE_TEXT.split())
"""Words that name nothing which might have changed."""
_NOUNS_TEXT = (
    "decrease decline reduction drop loss increase gain rise improvement abnahme verlust minderung reduktion rückgang "
    "zunahme anstieg baisse diminution perte augmentation disminución pérdida descenso aumento diminuzione perdita "
    "riduzione calo reducción ganancia incremento guadagno decremento ganho acréscimo decréscimo queda "
    "afname daling verlies toename stijging diminuição perda redução fald tab stigning minskning ökning"
)
NOUNS = frozenset(plain(word) for word in _NOUNS_TEXT.split())
"""What a change is called; "reduced" and "lower" may tell a state as well."""
