"""The checks that look at references, earlier examinations, the facility, FRAX and what was stated about the scan."""

import pytest

from dxa.assessment import CheckOutcome
from tests.assess.check_rows import GE, HOLOGIC, L1_L4, WOMAN, neck, result, row, says, singles, spine

MAN = {"sex": "male", "age_years": "66"}
IDXA = {"manufacturer": "GE Healthcare", "model": "Lunar iDXA", "serial": "ME+1"}
LSC = {"facility": {"lsc_g_cm2": {"total_hip": "0.027"}}}
M03, M05, M11 = "T_BMD_INCONSISTENT", "MALE_REFERENCE_USED", "VERTEBRAL_BMD_AREA_PATTERN_UNUSUAL"
M15, M16, M17 = "LR_HIP_DIFFERENCE", "PROSTHESIS_AT_MEASURED_SITE", "CROSS_DEVICE_NO_CALIBRATION"
M18, M19, M20 = "ROI_DIFFERS_BETWEEN_STUDIES", "INTERVAL_TOO_SHORT", "LSC_MISSING"
PRECISION, M22, M23 = "PRECISION_WORSE_THAN_ISCD_MINIMUM", "MISSING_REPORT_ELEMENT", "OVER_TABLE_WEIGHT_LIMIT"
M24, M25, M26 = "RECENT_CONTRAST_OR_RADIONUCLIDE", "NON_DIAGNOSTIC_SITE_IGNORED", "POSITIONING_OR_ARTEFACT"
FRAX_AGE, FRAX_BMD, FRAX_DRUG = "FRAX_AGE_OUT_OF_RANGE", "FRAX_WITHOUT_BMD", "FRAX_ON_TREATMENT"
FRAX_BLANK, FRAX_COUNTRY = "FRAX_INPUTS_UNKNOWN_TREATED_AS_NO", "FRAX_MODEL_COUNTRY_MISMATCH"
OTHER = "PRIOR_OF_ANOTHER_PATIENT"
M29, M30 = "Z_T_PLAUSIBILITY", "BMC_AREA_CHECK"


def hip(value, side="left", quantity="bmd", **more):
    return row("total_hip", value, quantity, side=side, **more)


def area(*values):
    return [
        {**row("lumbar_spine", value, "area", [level]), "unit": "cm2"}
        for level, value in zip(L1_L4, values, strict=False)
    ]


def bone(bmd, bmc, size):
    found = [neck(bmd, "bmd"), neck(bmc, "bmc"), neck(size, "area")]
    return [{**one, "unit": {"bmd": "g/cm2", "bmc": "g", "area": "cm2"}[one["quantity"]]} for one in found]


def exam(day="2024-05-14", **device):
    return {"study": {"performed_on": day, "device": IDXA | device}}


def before(*rows, day="2022-05-14", **device):
    return {"measurements": list(rows), **exam(day, **device)}


def frax(**parts):
    return {"frax": {"mof": "12", "hip": "2", **parts}}


def claims(*changes, **more):
    return {"text": {"stated_changes": list(changes)}, **more}


OSTEOPOROSIS = "osteoporosis"


def classes(name, **more):
    return {"text": {"stated_classes": [{"classification": name, **more}]}}


LOSS, GAIN, STABLE = ({"direction": name} for name in ("loss", "gain", "stable"))
NO_LOSS = {**LOSS, "denied": True}
SIGNIFICANT = {**LOSS, "significant": True}
UNTREATED = {"medications": [], "therapy": []}
EARLIER = {"priors": [before(hip("0.780"))], **exam()}
BOTH_NOW = [spine("0.934", quantity="bmd"), hip("0.812")]
BOTH_EARLIER = {"priors": [before(spine("0.982", quantity="bmd"), hip("0.818"))], **exam()}
BOTH_LSC = {"facility": {"lsc_g_cm2": {"lumbar_spine": "0.028", "total_hip": "0.027"}}}


def persons(now, earlier):
    return {"patient": now, **exam(), "priors": [{**before(hip("0.780")), "patient": earlier}]}


def named(one, issuer, other, other_issuer):
    return persons({"id": one, "issuer": issuer}, {"id": other, "issuer": other_issuer})


NO_PRIOR, BELOW, ON_T = "CHANGE_CLAIM_WITHOUT_PRIOR", "TEXT_CLAIMS_CHANGE_BELOW_LSC", "TREND_STATED_ON_T_SCORE"
M01 = "IMPRESSION_CONTRADICTS_NUMBERS"

FULL = {
    "study": {"device": {"manufacturer": "GE Healthcare", "model": "Lunar iDXA"}},
    "context": {"indication": "Screening"},
}
MEASURED = [neck("-1.0", reference="USA"), neck("0.9", "bmd", reference="USA")]

SITUATIONS = [
    (M03, "fits Hologic", [neck("-2.5"), neck("0.558", "bmd")], WOMAN, {"study": HOLOGIC}, "silent"),
    # T = (0.558 - 0.858) / 0.120 = -2.50 and (0.558 - 0.849) / 0.111 = -2.62, each with 0.15 to spare.
    (M03, "0.15 above the higher", [neck("-2.35"), neck("0.558", "bmd")], WOMAN, {"study": HOLOGIC}, "silent"),
    (M03, "0.16 above the higher", [neck("-2.34"), neck("0.558", "bmd")], WOMAN, {"study": HOLOGIC}, "fires"),
    (M03, "0.16 below the lower", [neck("-2.78"), neck("0.558", "bmd")], WOMAN, {"study": HOLOGIC}, "fires"),
    (M03, "no BMD", [neck("-2.5")], WOMAN, {"study": HOLOGIC}, "unknown"),
    (M03, "no T-score", [neck("0.558", "bmd")], WOMAN, {"study": HOLOGIC}, "silent"),
    (M03, "another maker's constants", [neck("-2.5"), neck("0.558", "bmd")], WOMAN, {"study": GE}, "fires"),
    # 0.6 g/cm2 is -2.15 on the female and -2.44 on the male reference.
    (M05, "male reference", [neck("-2.4"), neck("0.600", "bmd")], MAN, {"study": HOLOGIC}, "fires"),
    (M05, "female reference", [neck("-2.2"), neck("0.600", "bmd")], MAN, {"study": HOLOGIC}, "silent"),
    (M05, "a woman", [neck("-2.4"), neck("0.600", "bmd")], WOMAN, {"study": HOLOGIC}, "silent"),
    (M05, "sex unknown", [neck("-2.4"), neck("0.600", "bmd")], {}, {"study": HOLOGIC}, "unknown"),
    (M05, "no BMD", [neck("-2.4")], MAN, {"study": HOLOGIC}, "unknown"),
    (M11, "growing", area("11", "12", "13", "14"), WOMAN, {}, "silent"),
    (M11, "equal", area("11", "11", "13", "14"), WOMAN, {}, "silent"),
    (M11, "L2 below L1", area("12", "11", "13", "14"), WOMAN, {}, "fires"),
    (M11, "L4 below L3", area("11", "12", "14", "13"), WOMAN, {}, "silent"),
    (M11, "BMD of L4 below L1", singles("1.0", "1.0", "1.0", "0.9", quantity="bmd"), WOMAN, {}, "fires"),
    (M11, "no single vertebra", [spine("-1.0")], WOMAN, {}, "unknown"),
    (M11, "no spine", [neck("-1.0")], WOMAN, {}, "silent"),
    (M15, "0.028 apart", [hip("0.800"), hip("0.828", "right")], LSC, {}, "fires"),
    (M15, "0.027 apart", [hip("0.800"), hip("0.827", "right")], LSC, {}, "silent"),
    (M15, "0.026 apart", [hip("0.800"), hip("0.826", "right")], LSC, {}, "silent"),
    (M15, "LSC unknown", [hip("0.800"), hip("0.828", "right")], {}, {}, "unknown"),
    (M15, "one hip", [hip("0.800")], LSC, {}, "silent"),
    (M16, "same side", [hip("0.8")], {"implants": [{"site": "hip", "side": "left"}]}, {}, "fires"),
    (M16, "other side", [hip("0.8")], {"implants": [{"site": "hip", "side": "right"}]}, {}, "silent"),
    (M16, "side unknown", [hip("0.8")], {"implants": [{"site": "hip"}]}, {}, "unknown"),
    (M16, "nobody said", [hip("0.8")], {}, {}, "unknown"),
    (M16, "none", [hip("0.8")], {"implants": []}, {}, "silent"),
    (M17, "same device", [hip("0.744")], {}, {"priors": [before(hip("0.780"))], **exam()}, "silent"),
    (M17, "another serial", [hip("0.744")], {}, {"priors": [before(hip("0.780"), serial="ME+2")], **exam()}, "fires"),
    (M17, "cross-calibrated", [hip("0.744")], {"facility": {"cross_calibrated": True}},
     {"priors": [before(hip("0.780"), serial="ME+2")], **exam()}, "silent"),
    (M17, "serial unknown", [hip("0.744")], {}, {"priors": [before(hip("0.780"), serial=None)], **exam()}, "unknown"),
    (OTHER, "same id", [hip("0.744")], {}, named("A", "H", "A", "H"), "silent"),
    (OTHER, "another id", [hip("0.744")], {}, named("A", "H", "B", "H"), "fires"),
    (OTHER, "another id, nobody says whose", [hip("0.744")], {}, named("A", None, "B", None), "fires"),
    (OTHER, "another id of another issuer", [hip("0.744")], {}, named("A", "H", "B", "G"), "silent"),
    (OTHER, "another birth date", [hip("0.744")], {},
     persons({"birth_date": "1957-11-04"}, {"birth_date": "1940-01-01"}), "fires"),
    (OTHER, "another sex", [hip("0.744")], {"sex": "female"}, persons({}, {"sex": "male"}), "fires"),
    (OTHER, "nothing said of the person", [hip("0.744")], {}, EARLIER, "silent"),
    (OTHER, "no prior", [hip("0.744")], {}, exam(), "silent"),
    (M17, "no prior", [hip("0.744")], {}, exam(), "silent"),
    (M18, "same hip", [hip("0.744")], {}, {"priors": [before(hip("0.780"))], **exam()}, "silent"),
    (M18, "other hip", [hip("0.744")], {}, {"priors": [before(hip("0.780", "right"))], **exam()}, "fires"),
    (M18, "other vertebrae", [spine("0.9", quantity="bmd")], {},
     {"priors": [before(spine("0.9", ["L1", "L2"], "bmd"))], **exam()}, "fires"),
    (M18, "no prior", [hip("0.744")], {}, exam(), "silent"),
    (M19, "364 days", [hip("0.744")], UNTREATED, {"priors": [before(hip("0.780"), day="2023-05-16")], **exam()},
     "fires"),
    (M19, "drugs unknown", [hip("0.744")], {"therapy": []},
     {"priors": [before(hip("0.780"), day="2023-05-16")], **exam()}, "unknown"),
    (M19, "therapy unknown", [hip("0.744")], {"medications": []},
     {"priors": [before(hip("0.780"), day="2023-05-16")], **exam()}, "unknown"),
    (M17, "no device", [hip("0.744")], {}, {"priors": [{**before(hip("0.780")), "study": {"device": {}}}], **exam()},
     "unknown"),
    (M17, "a table of the report", [hip("0.744"), hip("0.780", current=False)], {}, exam(), "unknown"),
    (M17, "a table, cross-calibrated", [hip("0.744"), hip("0.780", current=False)],
     {"facility": {"cross_calibrated": True}}, exam(), "silent"),
    (M18, "side unknown", [hip("0.744", None)], {}, {"priors": [before(hip("0.780", None))], **exam()}, "unknown"),
    (M18, "side unknown before", [hip("0.744")], {}, {"priors": [before(hip("0.780", None))], **exam()}, "unknown"),
    (M18, "vertebrae named on one side", [spine("0.9", ["L2", "L3", "L4"], "bmd")], {},
     {"priors": [before(spine("0.9", [], "bmd"))], **exam()}, "fires"),
    (M18, "L1 to L4 and not named", [spine("0.9", L1_L4, "bmd")], {},
     {"priors": [before(spine("0.9", [], "bmd"))], **exam()}, "silent"),
    (M19, "366 days", [hip("0.744")], {}, {"priors": [before(hip("0.780"), day="2023-05-14")], **exam()}, "silent"),
    (M19, "two years", [hip("0.744")], {}, {"priors": [before(hip("0.780"))], **exam()}, "silent"),
    (M19, "on glucocorticoids", [hip("0.744")], {"medications": [{"drug": "prednisone"}]},
     {"priors": [before(hip("0.780"), day="2023-11-16")], **exam()}, "silent"),
    (M19, "treated", [hip("0.744")], {"therapy": ["alendronate"]},
     {"priors": [before(hip("0.780"), day="2023-11-16")], **exam()}, "silent"),
    (M19, "no date", [hip("0.744")], {}, {"priors": [before(hip("0.780"), day=None)], **exam()}, "unknown"),
    (M20, "no LSC", [hip("0.744")], {}, {"priors": [before(hip("0.780"))], **exam()}, "fires"),
    (M20, "LSC", [hip("0.744")], LSC, {"priors": [before(hip("0.780"))], **exam()}, "silent"),
    (M20, "nothing to compare", [hip("0.744")], {}, exam(), "silent"),
    (PRECISION, "spine 1.9", [], {"facility": {"precision_error_percent": {"lumbar_spine": "1.9"}}}, {}, "silent"),
    (PRECISION, "spine 1.8", [], {"facility": {"precision_error_percent": {"lumbar_spine": "1.8"}}}, {}, "silent"),
    (PRECISION, "spine 2.0", [], {"facility": {"precision_error_percent": {"lumbar_spine": "2.0"}}}, {}, "fires"),
    (PRECISION, "hip 1.8", [], {"facility": {"precision_error_percent": {"total_hip": "1.8"}}}, {}, "silent"),
    (PRECISION, "hip 1.9", [], {"facility": {"precision_error_percent": {"total_hip": "1.9"}}}, {}, "fires"),
    (PRECISION, "neck 2.5", [], {"facility": {"precision_error_percent": {"femoral_neck": "2.5"}}}, {}, "silent"),
    (PRECISION, "neck 2.6", [], {"facility": {"precision_error_percent": {"femoral_neck": "2.6"}}}, {}, "fires"),
    (PRECISION, "not stated", [], {}, {}, "unknown"),
    (NO_PRIOR, "loss claimed", [hip("0.744")], {}, claims(LOSS), "fires"),
    (NO_PRIOR, "prior given", [hip("0.744")], {}, claims(LOSS, **EARLIER), "silent"),
    (NO_PRIOR, "prior value in the report", [hip("0.744"), hip("0.780", current=False)], {}, claims(LOSS), "silent"),
    (NO_PRIOR, "nothing claimed", [hip("0.744")], {}, {}, "silent"),
    (NO_PRIOR, "loss denied", [hip("0.744")], {}, claims(NO_LOSS), "silent"),
    (M01, "no loss, 0.028 lost", [hip("0.752")], LSC, claims(NO_LOSS, **EARLIER), "fires"),
    (M01, "no significant loss, 0.028 lost", [hip("0.752")], LSC, claims({**NO_LOSS, "significant": True}, **EARLIER),
     "fires"),
    (M01, "no significant loss, 0.027 lost", [hip("0.753")], LSC, claims({**NO_LOSS, "significant": True}, **EARLIER),
     "silent"),
    (M01, "no loss, 0.028 gained", [hip("0.808")], LSC, claims(NO_LOSS, **EARLIER), "silent"),
    (M01, "no gain, 0.028 gained", [hip("0.808")], LSC, claims({**GAIN, "denied": True}, **EARLIER), "fires"),
    (M01, "no loss at the spine", [hip("0.752")], LSC, claims({**NO_LOSS, "region": "lumbar_spine"}, **EARLIER),
     "silent"),
    (M01, "no loss, LSC unknown", [hip("0.752")], {}, claims(NO_LOSS, **EARLIER), "unknown"),
    (M01, "not stable, 0.027 lost", [hip("0.753")], LSC, claims({**STABLE, "denied": True}, **EARLIER), "fires"),
    (BELOW, "no significant loss, 0.027 lost", [hip("0.753")], LSC, claims({**SIGNIFICANT, "denied": True}, **EARLIER),
     "silent"),
    (BELOW, "0.027 lost", [hip("0.753")], LSC, claims(SIGNIFICANT, **EARLIER), "fires"),
    (BELOW, "0.028 lost", [hip("0.752")], LSC, claims(SIGNIFICANT, **EARLIER), "silent"),
    (BELOW, "0.026 lost", [hip("0.754")], LSC, claims(SIGNIFICANT, **EARLIER), "fires"),
    (BELOW, "not called significant", [hip("0.753")], LSC, claims(LOSS, **EARLIER), "silent"),
    (BELOW, "another site", [hip("0.753")], LSC,
     claims({**SIGNIFICANT, "region": "lumbar_spine"}, **EARLIER), "silent"),
    (BELOW, "LSC unknown", [hip("0.753")], {}, claims(SIGNIFICANT, **EARLIER), "unknown"),
    (ON_T, "by T-score", [hip("0.744")], {}, claims({**LOSS, "on_t_score": True}), "fires"),
    (ON_T, "by density", [hip("0.744")], {}, claims(LOSS), "silent"),
    (M01, "gain told, loss measured", [hip("0.744")], LSC, claims(GAIN, **EARLIER), "fires"),
    (M01, "loss told, nothing changed", [hip("0.780")], LSC, claims(LOSS, **EARLIER), "fires"),
    (M01, "loss told, 0.001 lost", [hip("0.779")], LSC, claims(LOSS, **EARLIER), "silent"),
    (M01, "gain told, nothing changed", [hip("0.780")], LSC, claims(GAIN, **EARLIER), "fires"),
    (M01, "loss told and measured", [hip("0.744")], LSC, claims(LOSS, **EARLIER), "silent"),
    (M01, "stable told, loss decided", [hip("0.744")], LSC, claims(STABLE, **EARLIER), "fires"),
    (M01, "stable told, within LSC", [hip("0.760")], LSC, claims(STABLE, **EARLIER), "silent"),
    (M01, "stable told of all, one of two sites lost", BOTH_NOW, BOTH_LSC, claims(STABLE, **BOTH_EARLIER), "fires"),
    (M01, "stable told, loss of the spine told by name", BOTH_NOW, BOTH_LSC,
     claims({**LOSS, "region": "lumbar_spine"}, STABLE, **BOTH_EARLIER), "silent"),
    (M01, "stable told, gain of the spine told by name", BOTH_NOW, BOTH_LSC,
     claims({**GAIN, "region": "lumbar_spine"}, STABLE, **BOTH_EARLIER), "fires"),
    (M01, "stable told of the hip, which is", BOTH_NOW, BOTH_LSC,
     claims({**STABLE, "region": "total_hip"}, **BOTH_EARLIER), "silent"),
    (M01, "stable told of all, lost since one of two examinations", [hip("0.752")], LSC,
     claims(STABLE, priors=[before(hip("0.780")), before(hip("0.755"), day="2020-05-14")], **exam()), "fires"),
    (M01, "stable told, LSC unknown", [hip("0.744")], {}, claims(STABLE, **EARLIER), "unknown"),
    (M01, "another device", [hip("0.744")], LSC,
     claims(GAIN, priors=[before(hip("0.780"), serial="ME+2")], **exam()), "silent"),
    (M01, "osteoporosis denied at -2.6", [neck("-2.6")], WOMAN, classes(OSTEOPOROSIS, denied=True), "fires"),
    (M01, "osteoporosis denied at -2.4", [neck("-2.4")], WOMAN, classes(OSTEOPOROSIS, denied=True), "silent"),
    (M01, "class said of the patient alone", [neck("-1.5")], WOMAN, classes(OSTEOPOROSIS), "fires"),
    (M01, "class of the neck", [neck("-2.6")], WOMAN, classes("osteopenia", region="femoral_neck"), "fires"),
    (M01, "class of a site that was not measured", [neck("-2.6")], WOMAN,
     classes("osteopenia", region="total_hip"), "silent"),
    (M01, "osteoporosis by a vertebral fracture", [neck("-1.5")],
     {**WOMAN, "fractures": [{"site": "vertebra", "fragility": True}]}, says("osteoporosis"), "silent"),
    (M25, "class said of Ward's", [neck("-1.5"), row("wards_triangle", "-2.7")], WOMAN,
     classes(OSTEOPOROSIS, region="wards_triangle"), "fires"),
    (M19, "a full year", [hip("0.744")], {}, {"priors": [before(hip("0.780"), day="2022-05-14")], **exam("2023-05-14")},
     "silent"),
    (M15, "LSC by precision", [hip("0.800"), hip("0.828", "right")],
     {"facility": {"precision_error_g_cm2": {"total_hip": "0.009"}}}, {}, "fires"),
    (M22, "all there", MEASURED, {}, FULL, "silent"),
    (M22, "no reference", [neck("-1.0"), neck("0.9", "bmd")], {}, FULL, "fires"),
    (M22, "no BMD", [neck("-1.0", reference="USA")], {}, FULL, "fires"),
    (M22, "no device", MEASURED, {}, {"context": {"indication": "Screening"}}, "fires"),
    (M22, "no indication", MEASURED, {}, {"study": FULL["study"]}, "fires"),
    (M22, "nothing measured", [], {}, FULL, "silent"),
    (M23, "above", [], {"weight_kg": "137", "facility": {"table_weight_limit_kg": "136"}}, {}, "fires"),
    (M23, "at", [], {"weight_kg": "136", "facility": {"table_weight_limit_kg": "136"}}, {}, "silent"),
    (M23, "below", [], {"weight_kg": "135", "facility": {"table_weight_limit_kg": "136"}}, {}, "silent"),
    (M23, "no weight", [], {"facility": {"table_weight_limit_kg": "136"}}, {}, "unknown"),
    (M23, "no limit", [], {"weight_kg": "200"}, {}, "unknown"),
    (M24, "13 days", [], {"recent_events": [{"type": "oral_contrast_barium", "days_ago": "13"}]}, {}, "fires"),
    (M24, "14 days", [], {"recent_events": [{"type": "oral_contrast_barium", "days_ago": "14"}]}, {}, "fires"),
    (M24, "15 days", [], {"recent_events": [{"type": "oral_contrast_barium", "days_ago": "15"}]}, {}, "silent"),
    (M24, "when is unknown", [], {"recent_events": [{"type": "barium"}]}, {}, "unknown"),
    (M24, "what is unknown", [], {"recent_events": [{"days_ago": "3"}]}, {}, "unknown"),
    (M24, "something else", [], {"recent_events": [{"type": "fall", "days_ago": "3"}]}, {}, "silent"),
    (M24, "none", [], {"recent_events": []}, {}, "silent"),
    (M24, "nobody said", [], {}, {}, "unknown"),
    (M25, "class of Ward's", [neck("-1.5"), row("wards_triangle", "-2.7")], WOMAN, says("osteoporosis"), "fires"),
    (M25, "class of the neck", [neck("-1.5"), row("wards_triangle", "-2.7")], WOMAN, says("osteopenia"), "silent"),
    (M25, "no deciding score", [row("wards_triangle", "-2.7")], WOMAN, says("osteoporosis"), "unknown"),
    (M25, "no class", [neck("-1.5"), row("wards_triangle", "-2.7")], WOMAN, {}, "silent"),
    (M26, "rotation", [], {"findings": ["rotation"]}, {}, "fires"),
    (M26, "none", [], {"findings": []}, {}, "silent"),
    (M26, "nobody said", [], {}, {}, "unknown"),
    (FRAX_AGE, "39", [], {"age_years": "39.9", **frax()}, {}, "fires"),
    (FRAX_AGE, "40", [], {"age_years": "40", **frax()}, {}, "silent"),
    (FRAX_AGE, "41", [], {"age_years": "41", **frax()}, {}, "silent"),
    (FRAX_AGE, "90", [], {"age_years": "90.9", **frax()}, {}, "silent"),
    (FRAX_AGE, "91", [], {"age_years": "91", **frax()}, {}, "fires"),
    (FRAX_AGE, "92", [], {"age_years": "92", **frax()}, {}, "fires"),
    (FRAX_AGE, "no age", [], frax(), {}, "unknown"),
    (FRAX_AGE, "no FRAX", [], {"age_years": "92"}, {}, "silent"),
    (FRAX_BMD, "without", [neck("0.7", "bmd")], frax(with_bmd=False), {}, "fires"),
    (FRAX_BMD, "with", [neck("0.7", "bmd")], frax(with_bmd=True), {}, "silent"),
    (FRAX_BMD, "not said", [neck("0.7", "bmd")], frax(), {}, "unknown"),
    (FRAX_BMD, "neck not measured", [hip("0.7")], frax(with_bmd=False), {}, "silent"),
    (FRAX_DRUG, "treated", [], {"therapy": ["alendronate"], **frax()}, {}, "fires"),
    (FRAX_DRUG, "untreated", [], {"therapy": [], **frax()}, {}, "silent"),
    (FRAX_DRUG, "not said", [], frax(), {}, "unknown"),
    (FRAX_BLANK, "blank", [], frax(inputs_unknown=["parental_hip_fracture"]), {}, "fires"),
    (FRAX_BLANK, "all answered", [], frax(inputs_unknown=[]), {}, "silent"),
    (FRAX_BLANK, "not said", [], frax(), {}, "unknown"),
    (FRAX_COUNTRY, "same", [], {"facility": {"country": "US"}, **frax(model="US (Caucasian)")}, {}, "silent"),
    (FRAX_COUNTRY, "other", [], {"facility": {"country": "US"}, **frax(model="UK")}, {}, "fires"),
    (FRAX_COUNTRY, "site unknown", [], frax(model="UK"), {}, "unknown"),
    (FRAX_COUNTRY, "model unknown", [], {"facility": {"country": "US"}, **frax()}, {}, "unknown"),
    (M29, "0.3 below", [neck("-2.0"), neck("-2.3", "z_score")], WOMAN, {}, "silent"),
    (M29, "0.4 below", [neck("-2.0"), neck("-2.4", "z_score")], WOMAN, {}, "fires"),
    (M29, "above", [neck("-2.0"), neck("-0.4", "z_score")], WOMAN, {}, "silent"),
    (M29, "50 years", [neck("-2.0"), neck("-2.4", "z_score")], {**WOMAN, "age_years": "50"}, {}, "silent"),
    (M29, "no age", [neck("-2.0"), neck("-2.4", "z_score")], {**WOMAN, "age_years": None}, {}, "unknown"),
    (M30, "exact", bone("0.800", "4.00", "5.00"), {}, {}, "silent"),
    (M30, "0.005 off", bone("0.805", "4.00", "5.00"), {}, {}, "silent"),
    (M30, "0.006 off", bone("0.806", "4.00", "5.00"), {}, {}, "fires"),
    (M30, "no area", [neck("0.806", "bmd")], {}, {}, "unknown"),
    (M30, "no BMD", [neck("-1.0")], {}, {}, "silent"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "words", "rows", "facts", "report", "expected"),
    SITUATIONS,
    ids=[f"{one[0]}: {one[1]}" for one in SITUATIONS],
)
def test_check_of_history_comes_out(code, words, rows, facts, report, expected):
    found = result(code, rows, facts, **report)

    assert expected == found.outcome
    assert bool(found.missing) == (expected == CheckOutcome.UNKNOWN)
    assert found.because or expected != CheckOutcome.FIRES


def test_male_reference_shows_both_classes():
    # 0.5915 g/cm2 is -2.5 by the male reference and -2.22 by the female one.
    found = result(M05, [neck("-2.5"), neck("0.5915", "bmd")], MAN, study=HOLOGIC)

    assert ("osteoporosis as printed" in found.says, "low bone mass by the female reference" in found.says) == (
        True,
        True,
    )


def test_a_new_software_version_is_told_but_compares():
    prior = before(hip("0.780"), software="12.1")
    found = result(M17, [hip("0.744")], LSC, priors=[prior], **exam(software="13.0"))

    assert ("fires", "info") == (found.outcome, found.severity)


def test_missing_elements_are_named():
    assert result(M22, [neck("-1.0")], {}).says.endswith("BMD, manufacturer, model, reference database, indication.")
