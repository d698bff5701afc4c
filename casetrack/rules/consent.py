"""What a consent form must say, and what must hold where consent cannot be had in time.

Shortened from 21 CFR 50.25, 50.23 and 56.102(d), and compared with copies of them (docs/decisions,
34): the order and the sense are the law's, the words are ours.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Element:
    key: str
    words: str
    cites: str


BASIC = (
    Element(
        "research",
        "That it is research: its purposes, how long, what is done, what is experimental",
        "21 CFR 50.25(a)(1)",
    ),
    Element("risks", "Risks and discomforts that can be foreseen", "21 CFR 50.25(a)(2)"),
    Element("benefits", "Benefits that can be expected", "21 CFR 50.25(a)(3)"),
    Element("alternatives", "Other treatments that might help", "21 CFR 50.25(a)(4)"),
    Element("records", "Who may see the records, FDA among them", "21 CFR 50.25(a)(5)"),
    Element("injury", "Whether injury is treated or compensated", "21 CFR 50.25(a)(6)"),
    Element("whom", "Whom to ask about it, about rights, about an injury", "21 CFR 50.25(a)(7)"),
    Element("voluntary", "That it is voluntary and may be stopped", "21 CFR 50.25(a)(8)"),
)
MORE = (
    Element(
        "unforeseen", "Risks that cannot be foreseen, in a pregnancy too", "21 CFR 50.25(b)(1)"
    ),
    Element("ended", "When the physician may end it", "21 CFR 50.25(b)(2)"),
    Element("costs", "Costs to the patient", "21 CFR 50.25(b)(3)"),
    Element("leaving", "What follows from leaving early", "21 CFR 50.25(b)(4)"),
    Element("findings", "That new findings will be told", "21 CFR 50.25(b)(5)"),
    Element("number", "About how many take part", "21 CFR 50.25(b)(6)"),
)
WITHOUT_CONSENT = (
    Element("threat", "Life is threatened, and the drug must be used", "21 CFR 50.23(a)(1)"),
    Element(
        "unable",
        "Consent cannot be had from the patient, who cannot be spoken with or cannot give it",
        "21 CFR 50.23(a)(2)",
    ),
    Element("no_time", "There is no time to get it from a representative", "21 CFR 50.23(a)(3)"),
    Element(
        "no_other",
        "No approved or generally recognized treatment is as likely to save life",
        "21 CFR 50.23(a)(4)",
    ),
)
EMERGENCY_USE = (
    Element("threat", "Life is threatened", "21 CFR 56.102(d)"),
    Element("no_standard", "No standard acceptable treatment is available", "21 CFR 56.102(d)"),
    Element("no_time", "There is no time to get the board's approval", "21 CFR 56.102(d)"),
)


def lacking(elements: tuple[Element, ...], ticked: str) -> tuple[Element, ...]:
    """The elements that are not among the ticked ones, in stored form."""
    held = ticked.split(",")
    return tuple(element for element in elements if element.key not in held)
