"""The five domains in which a study may make us less sure (GRADE), each with its reason."""

from casetrack.rules.questions.shape import Choice, If, Kind, Question

CITES = "GRADE, BMJ 2008;336:924"
NONE, SERIOUS, VERY = "none", "serious", "very"

JUDGED = (
    Choice(NONE, "No serious concern"),
    Choice(SERIOUS, "Serious: one step down"),
    Choice(VERY, "Very serious: two steps down"),
)
SUSPECTED = (
    Choice(NONE, "Not suspected"),
    Choice(SERIOUS, "Strongly suspected: one step down"),
)
DOMAINS = {
    "bias": ("Risk of bias", "How patients were chosen, blinded, lost and counted"),
    "inconsistency": ("Inconsistency", "Whether studies or groups disagree without a reason"),
    "indirectness": ("Indirectness", "Other patients, another drug or dose, a stand-in outcome"),
    "imprecision": ("Imprecision", "Few people or events, a wide interval"),
    "publication": ("Publication bias", "Small studies of a sponsor, results only in part"),
}


def _asked() -> tuple[Question, ...]:
    found: list[Question] = []
    for key, (label, hint) in DOMAINS.items():
        choices = SUSPECTED if key == "publication" else JUDGED
        down = (If(key, (SERIOUS, VERY)),)
        found += [
            Question(
                key=key,
                label=label,
                hint=hint,
                kind=Kind.CHOICE,
                choices=choices,
                wanted=True,
                cites=CITES,
            ),
            Question(key=f"{key}_why", label="Why", cap=300, wanted=True, only=down),
        ]
    return tuple(found)


QUESTIONS = _asked()
