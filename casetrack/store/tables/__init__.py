"""The tables, one module per subject."""

from casetrack.store.tables.agenda import AgendaLine
from casetrack.store.tables.cases import UNDER_WAY, Case, Counter, Grant, StageMark
from casetrack.store.tables.charts import Chart, Proposal
from casetrack.store.tables.contacts import ContactLine
from casetrack.store.tables.dossiers import (
    CLINIC_ID,
    NUMBERED,
    Answer,
    Dossier,
    Entry,
    Event,
    EventValue,
)
from casetrack.store.tables.drafts import Draft
from casetrack.store.tables.finding import Findable
from casetrack.store.tables.library import Import
from casetrack.store.tables.notices import Letter, Pass, Reminder, State
from casetrack.store.tables.papers import Blob, Paper, Print, Sending, Upload
from casetrack.store.tables.people import Attempt, Device, Session, User
from casetrack.store.tables.requests import Access, FormToken
from casetrack.store.tables.views import View

__all__ = [
    "CLINIC_ID",
    "NUMBERED",
    "UNDER_WAY",
    "Access",
    "AgendaLine",
    "Answer",
    "Attempt",
    "Blob",
    "Case",
    "Chart",
    "ContactLine",
    "Counter",
    "Device",
    "Dossier",
    "Draft",
    "Entry",
    "Event",
    "EventValue",
    "Findable",
    "FormToken",
    "Grant",
    "Import",
    "Letter",
    "Paper",
    "Pass",
    "Print",
    "Proposal",
    "Reminder",
    "Sending",
    "Session",
    "StageMark",
    "State",
    "Upload",
    "User",
    "View",
]
