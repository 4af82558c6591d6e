"""The day of the examination is the one the text says it was done on, never that of the one it is compared with."""

from datetime import date

from tests.acceptance.reading import read

DAYS = (
    ("DXA-Messung (Lunar Prodigy) vom 19.6.24\nLWS: T-Score -1,2.", date(2024, 6, 19)),
    ("Am 03.03.2025 führten wir eine DXA-Messung durch. LWS: T-Score -1,2.", date(2025, 3, 3)),
    ("DXA vom 22.01.2025\nOsteoporose unter Denosumab seit 2019.\nLWS: T-Score -1,9.", date(2025, 1, 22)),
    ("Op 11 maart 2025 werd een DEXA-scan verricht. LWK: T-score -1,2.", date(2025, 3, 11)),
    ("Verslag DEXA-scan d.d. 17-02-2025\nLWK: T-score -1,2. Het onderzoek is normaal.", date(2025, 2, 17)),
    ("Examen réalisé le 04/03/2025, comparé à celui du 21/02/2022. Rachis : T-score -1,2.", date(2025, 3, 4)),
    ("DENSITOMETRÍA ÓSEA DE COLUMNA LUMBAR Y CADERA\nFecha: 20/02/2025\nColumna: T-score -1,2.", date(2025, 2, 20)),
    ("El 14 de marzo de 2025 se realizó una densitometría ósea. Columna: T-score -1,2.", date(2025, 3, 14)),
    ("In data 14/03/2025 è stata eseguita MOC. Rachide lombare: T-score -1,2.", date(2025, 3, 14)),
    ("Exame comparativo com o realizado em 15/03/2022.\nColuna lombar: T-score -1,2.", None),
    ("Dernière ostéodensitométrie réalisée le 14/03/2022. Rachis : T-score -1,2.", None),
    ("Confronto con esame eseguito il 14/03/2022. Rachide lombare: T-score -1,2.", None),
    ("Comparado con el realizado el 14/03/2022. Columna lumbar: T-score -1,2.", None),
    ("Fractura de cadera operada el 14/03/2022; densitometría hoy. Columna: T-score -1,2.", None),
    ("Vergelijking met onderzoek d.d. 14-01-2022. LWK: T-score -1,2.", None),
)


def test_the_examination_is_of_the_day_it_was_done():
    found = [(text, read(f"{text}\n".encode()).study.performed_on) for text, _ in DAYS]

    assert list(DAYS) == found
