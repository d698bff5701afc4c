"""`python -m casetrack.cli` is the command `casetrack`."""

from casetrack.cli import main

main()
