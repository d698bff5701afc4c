"""casetrack: FDA expanded access requests, from a patient's chart to a closed file."""

__version__ = "0.1.0"
