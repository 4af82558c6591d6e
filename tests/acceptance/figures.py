"""Figures of invented patients that fit each other, as the densitometers of two makers print them in a row."""

from tests.acceptance.shapes import site

KEYS = ("bmd", "pya", "t", "pam", "z", "bmc", "area")
NAMES = ("bmd", "young_adult_percent", "t_score", "age_matched_percent", "z_score", "bmc", "area")
NAMED = dict(zip(KEYS, NAMES, strict=True))
LUNAR = {
    "L1": (1.130, 0.120, 12.3),
    "L2": (1.200, 0.120, 13.5),
    "L3": (1.210, 0.120, 15.2),
    "L4": (1.205, 0.120, 16.8),
    "L1-L2": (1.165, 0.120, 25.8),
    "L1-L3": (1.180, 0.120, 41.0),
    "L1-L4": (1.186, 0.120, 57.8),
    "L2-L3": (1.205, 0.120, 28.7),
    "L2-L4": (1.204, 0.120, 45.5),
    "L3-L4": (1.207, 0.120, 32.0),
    "Neck": (1.038, 0.139, 4.86),
    "Upper Neck": (0.850, 0.130, 2.45),
    "Lower Neck": (1.190, 0.150, 2.41),
    "Wards": (0.910, 0.130, 2.70),
    "Troch": (0.849, 0.115, 12.4),
    "Shaft": (1.190, 0.150, 13.6),
    "Total": (1.007, 0.126, 31.0),
    "Radius UD": (0.480, 0.058, 3.60),
    "Radius 33%": (0.876, 0.080, 2.60),
    "Radius Total": (0.670, 0.060, 12.9),
    "Ulna UD": (0.380, 0.050, 2.10),
    "Ulna 33%": (0.800, 0.080, 2.50),
    "Ulna Total": (0.610, 0.060, 10.7),
    "Both Total": (0.640, 0.060, 23.6),
    "Body": (1.125, 0.080, 2050.0),
}
HOLOGIC = {
    "L1": (0.990, 0.110, 12.6),
    "L2": (1.060, 0.110, 13.8),
    "L3": (1.080, 0.110, 15.1),
    "L4": (1.060, 0.110, 16.9),
    "Total": (1.047, 0.110, 58.4),
    "Neck": (0.849, 0.110, 4.92),
    "Troch": (0.704, 0.095, 10.9),
    "Inter": (1.098, 0.140, 17.6),
    "Hip": (0.942, 0.122, 33.4),
    "Ward's": (0.734, 0.110, 1.13),
    "1/3": (0.690, 0.055, 2.71),
    "MID": (0.610, 0.050, 6.90),
    "UD": (0.440, 0.052, 3.80),
    "Forearm": (0.580, 0.050, 13.4),
    "Body": (1.120, 0.090, 1980.0),
}
PLACES = {
    "Neck": "femoral_neck",
    "Upper Neck": "upper_neck",
    "Lower Neck": "lower_neck",
    "Wards": "wards_triangle",
    "Ward's": "wards_triangle",
    "Troch": "trochanter",
    "Inter": "intertrochanteric",
    "Shaft": "femoral_shaft",
    "Total": "total_hip",
    "Radius UD": "radius_ultradistal",
    "Radius 33%": "radius_33",
    "Radius Total": "radius_total",
    "Both Total": "forearm_total",
    "1/3": "radius_33",
    "MID": "radius_mid",
    "UD": "radius_ultradistal",
}


def figures(reference, bmd, aged=0.87, stretch=1.0):
    """Return the seven numbers of a row of a density, a reference (mean, SD, usual area) and the age's share of it."""
    mean, spread, area = reference
    density, measured = float(bmd), area * stretch
    ratio = {"pya": density / mean, "pam": density / (mean * aged)}
    scores = {"t": (density - mean) / spread, "z": (density - mean * aged) / spread}
    return {
        "bmd": bmd,
        **{key: f"{100 * value:.0f}" for key, value in ratio.items()},
        **{key: f"{value + 0.0001:.1f}".replace("-0.0", "0.0") for key, value in scores.items()},
        "bmc": f"{density * measured:.2f}",
        "area": f"{measured:.2f}",
    }


def lunar(rows, aged=0.87, keys=KEYS):
    """Return the printed rows of Lunar of "Neck Left" to a density; of unnamed sides and vertebrae left out too."""
    return {name: only(figures(LUNAR[_base(name)], bmd, aged), keys) for name, bmd in rows.items()}


def hologic(rows, kind, aged=0.87, keys=KEYS):
    """Return the printed rows of Hologic; `kind` is what its Total measures: Total, Hip, Forearm, Body."""
    names = {"Total": kind, "TOTAL": kind}
    return {name: only(figures(HOLOGIC[names.get(name, name)], bmd, aged), keys) for name, bmd in rows.items()}


def only(row, keys):
    return {key: row[key] for key in KEYS if key in keys}


def _base(name):
    name = name.partition(" (")[0]
    for side in (" Left", " Right", " Mean", " Diff."):
        name = name.removesuffix(side)
    return name


def vertebrae(name):
    """Return "L1-L4 (L2)" as a truth writes it, L1+L3+L4."""
    range_, _, left_out = name.partition(" (")
    first, last = (int(part[1]) for part in (range_.split("-") * 2)[:2])
    return "lumbar_spine " + "+".join(f"L{n}" for n in range(first, last + 1) if f"L{n}" not in left_out)


def place(name, side=""):
    """Return where a row of Lunar stands, such as femoral_neck left."""
    if name[0] == "L" and name[1].isdigit():
        return vertebrae(name)
    for word in ("Left", "Right", "Mean"):
        if name.endswith(f" {word}"):
            name, side = name.removesuffix(f" {word}"), word.lower()
    return f"{PLACES[name]} {side}".strip()


def said(where, row):
    """Return what a person takes from a row."""
    return site(where, **{NAMED[key]: value for key, value in row.items()})


def all_said(rows, side="", leaving=()):
    """Return what a person takes from rows of Lunar, those left out that are no site of ours."""
    kept = [name for name in rows if not name.startswith("Ulna") and "Diff" not in name and name not in leaving]
    return [line for name in kept for line in said(place(name, side), rows[name])]
