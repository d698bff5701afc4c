"""How long records are kept. State law on medical records may ask for longer (domain 4)."""

from casetrack.rules.clocks.shape import COPIES_READ_ON, Clock, Event, Party, Set, Sure
from casetrack.rules.questions.shape import Answers


def _approved_or(ended: str, what: str) -> Event:
    """Approval for the indication; without one, the day something had ended and FDA was told."""

    def work_out(said: Answers) -> str:
        return said.get("drug_approved_on") or said.get(ended, "")

    return Event(
        f"{ended}_or_approved",
        f"the drug was approved for this indication; without an approval, {what} had ended and "
        "FDA was told",
        reads=("drug_approved_on", ended),
        work_out=work_out,
    )


KEEPING: tuple[Clock, ...] = (
    Clock(
        key="keep_investigator_records",
        title="Keep the investigator's records",
        event=_approved_or("investigation_ended_on", "the investigation"),
        months=24,
        set=Set.BY_LAW,
        owner=Party.PHYSICIAN,
        to=Party.FDA,
        cites="21 CFR 312.62(c)",
        sure=Sure.READ,
        keeps=True,
        note="A sponsor-investigator keeps both the investigator's and the sponsor's records",
    ),
    Clock(
        key="keep_sponsor_records",
        title="Keep the sponsor's records",
        event=_approved_or("shipping_ended_on", "shipment for it"),
        months=24,
        set=Set.BY_LAW,
        owner=Party.PHYSICIAN,
        to=Party.FDA,
        cites="21 CFR 312.57(c)",
        sure=Sure.READ,
        keeps=True,
        note="Read in the text of 2001",
    ),
    Clock(
        key="keep_privacy_records",
        title="Keep HIPAA documents",
        event=Event("document_last_in_effect_on", "the document was made, or last in effect"),
        months=72,
        set=Set.BY_LAW,
        owner=Party.CLINIC,
        to=Party.HHS,
        cites="45 CFR 164.316(b)(2), 164.530(j)",
        sure=Sure.READ,
        checked_on=COPIES_READ_ON,
        keeps=True,
    ),
)
