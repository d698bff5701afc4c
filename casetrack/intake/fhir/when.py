"""When an observation was true of the patient, and when a medicine was taken."""

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


def taken(body: Thing) -> tuple[str | None, str | None]:
    """When a medicine began or was ordered, and when it ended; the ordered period comes last."""
    periods = [thing(body.get(name)) for name in _PERIODS]
    start = next((when for one in periods if (when := moment(one.get("start")))), None)
    end = next((when for one in periods if (when := moment(one.get("end")))), None)
    start = start or next((when for name in _MOMENTS if (when := moment(body.get(name)))), None)
    timed = [one for name in _TIMINGS for one in moments(body.get(name))]
    start = start or next(iter(timed), None)
    meant = bounds(body)
    end = end or moment(body.get("dateEnded")) or moment(meant.get("end"))
    return start or moment(meant.get("start")), end


def bounds(body: Thing) -> Thing:
    """The period an order is meant for."""
    first = thing(body.get("dosageInstruction")) or thing(body.get("dosage"))
    return thing(thing(thing(first.get("timing")).get("repeat")).get("boundsPeriod"))


_MOMENTS = (
    "effectiveDateTime",
    "effectiveTimeDateTime",  # DSTU2 administration
    "occurrenceDateTime",
    "occurenceDateTime",  # R5 administration, spelled so in the standard
    "authoredOn",
    "dateWritten",
    "dateAsserted",
    "whenHandedOver",
    "whenPrepared",
)
_TIMINGS = ("effectiveTiming", "occurrenceTiming", "occurenceTiming")
_PERIODS = ("effectivePeriod", "effectiveTimePeriod", "occurrencePeriod", "occurencePeriod")
