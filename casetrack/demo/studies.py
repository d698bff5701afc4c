"""Published studies of desmoid tumors, and invented ones of the invented drugs.

Counts stand only where the papers print them or they follow exactly from what is printed.
"""

CHECKED = "checked_on: ~50d | checked_by: Rosa Ortiz"
INVENTED = "Invented for the demonstration."
STUDIES = {
    "DeFi": f"""
citation: Gounder 2023, N Engl J Med 388:898 (DeFi) | pmid: 36884323 | nct: NCT03785964
doi: 10.1056/NEJMoa2210140 | design: randomized | published: journal | n: 142
drug: Nirogacestat 150 mg twice daily
patients: Adults with progressing desmoid tumor, 70 on drug, 72 on placebo
responders: 29 | assessed: 70 | control_responders: 6 | control_assessed: 72
hr: 0.29 | hr_low: 0.15 | hr_high: 0.55 | hr_of: progression or death
other_result: Event-free at 2 years 76% v 44%; complete response 7% v 0%
safety: Diarrhea 84%, nausea 54%, fatigue 51%, low phosphate 42%; 95% of events grade 1 or 2.
  Ovarian dysfunction in 27 of 36 women able to bear children, resolved in most
{CHECKED}""",
    "A091105": f"""
citation: Gounder 2018, N Engl J Med 379:2417 (A091105) | pmid: 30575484 | nct: NCT02066181
doi: 10.1056/NEJMoa1805052 | design: randomized | published: journal | n: 87
drug: Sorafenib 400 mg daily | patients: Desmoid tumor, sorafenib or placebo
hr: 0.13 | hr_low: 0.05 | hr_high: 0.31 | hr_of: progression or death
other_result: Response 33% v 20% on placebo (counts not in our source); progression-free at 2 years
  81% v 36%
safety: Rash 73%, fatigue 67%, hypertension 55%, diarrhea 51%, mostly grade 1 or 2
{CHECKED}""",
    "DESMOPAZ": f"""
citation: Toulmonde 2019, Lancet Oncol 20:1263 (DESMOPAZ) | nct: NCT01876082
doi: 10.1016/S1470-2045(19)30276-1 | design: randomized | published: journal | n: 72
drug: Pazopanib 800 mg daily (48 patients), or methotrexate with vinblastine weekly (24)
patients: Desmoid tumor; the two arms are not compared with each other
other_result: No progression at 6 months 83.7% and 45.0%; partial response 37.0% and 25% (counts
  not in our source)
safety: Not in our source; an editorial called a firm conclusion premature
{CHECKED}""",
    "RINGSIDE B": f"""
citation: RINGSIDE part B, company topline of Dec 15, 2025 | nct: NCT04871282
design: randomized | published: press | n: 156 | drug: Varegacestat 1.2 mg daily
patients: Desmoid tumor, 79 on drug, 77 on placebo
responders: 44 | assessed: 79 | control_responders: 7 | control_assessed: 77
hr: 0.16 | hr_low: 0.07 | hr_high: 0.38 | hr_of: progression or death
other_result: Progression-free at 1 year 94.2% v 65.6%, at 2 years 88.9% v 56.7%
safety: 95% of adverse events grade 1 or 2, none grade 5
{CHECKED}""",
    "RINGSIDE A": f"""
citation: RINGSIDE part A, ASCO 2023 | nct: NCT04871282 | design: single_arm | published: abstract
drug: Varegacestat 1.2 mg daily, one of three doses | patients: Desmoid tumor, dose finding
n: 12 | responders: 6 | assessed: 12
other_result: Response 45.5% and 23.1% at the two intermittent doses
safety: Not in our source; effects of the class are likely
{CHECKED}""",
    "own study of zelvivint": f"""
citation: Northlight phase 1/2 study, company data (invented) | design: single_arm
published: unpublished | drug: Zelvivint 60 to 100 mg daily | n: 19 | responders: 7 | assessed: 19
patients: Adults with desmoid tumor after one or more systemic treatments
safety: Fatigue, nausea, raised ALT; grade 3 in 4 of 19, no grade 4. {INVENTED}
{CHECKED}""",
    "own study of fabulacestat": f"""
citation: Calder Bay phase 1 study, company data (invented) | design: single_arm
published: unpublished | drug: Fabulacestat 1 to 2 mg | n: 14 | responders: 5 | assessed: 14
patients: Adolescents and adults with progressing desmoid tumor
safety: Diarrhea in 6 of 14, grade 3 in 1 of 14; rash, low phosphate. {INVENTED}
{CHECKED}""",
    "own study of talvorkinib": f"""
citation: Quillfeather phase 2 study, company data (invented) | design: single_arm
published: unpublished | drug: Talvorkinib 40 mg daily | n: 27 | responders: 6 | assessed: 27
patients: Adults with rare vascular and alveolar sarcomas
safety: High blood pressure, hand-foot reaction; grade 3 in 8 of 27. {INVENTED}
{CHECKED}""",
}
