"""Findings that may raise the measured spine density without stronger bone."""

from assess.case.situation import Situation
from assess.expressions.evaluation import Expression
from assess.expressions.logic import any_of
from assess.terms.terms import CONDITIONS, FINDINGS, fragility_fracture_at

RAISING_FINDINGS = (
    "degenerative_spine", "degenerative_change", "osteophytes", "facet_sclerosis", "facet_arthropathy", "sclerosis",
    "osteoarthritis", "scoliosis", "aortic_calcification", "compression_fracture", "vertebral_fracture",
    "vertebroplasty_cement", "cement", "spinal_hardware", "dish", "ankylosing_spondylitis", "syndesmophytes",
    "osteophyte", "facet", "facet_arthrosis", "facet_osteoarthritis", "spondylosis", "hardware", "instrumentation",
    "laminectomy",
)  # fmt: skip
"""Names a reader or caller may use for them (common DXA errors, PMC3891842 Table 1)."""

SPINE_ARTEFACTS: Expression[Situation] = any_of(
    FINDINGS.has(*RAISING_FINDINGS),
    CONDITIONS.has(*RAISING_FINDINGS),
    fragility_fracture_at("vertebra"),
)
"""Something is known that raises the spine value; unknown while nobody said that there is nothing."""
