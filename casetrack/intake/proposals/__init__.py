"""Turns a chart's findings into proposed answers for a case; a person accepts every one."""

from casetrack.intake.proposals.proposing import propose
from casetrack.intake.proposals.shape import Held, Proposal, Proposed

__all__ = ["Held", "Proposal", "Proposed", "propose"]
