"""When an observation was true of the patient."""

from casetrack.intake.fhir.access import Thing, moment, moments, thing, word


def when(body: Thing) -> tuple[str | None, str | None, dict[str, str]]:
    """Start, end and a remark; the time of issue stands in, and says so, when no other is given."""
    period = thing(body.get("effectivePeriod"))
    timed = moments(body.get("effectiveTiming"))
    told = (body.get("effectiveDateTime"), body.get("effectiveInstant"), period.get("start"))
    for value in (*told, *timed[:1]):
        if date := moment(value):
            return date, moment(period.get("end")), {}
    odd = word(body.get("effectiveDateTime"))
    remark = {"date_recorded_as": odd} if odd else {}
    issued = moment(body.get("issued"))
    if issued:
        remark["date_is"] = "the day it was issued"
    return issued, None, remark
