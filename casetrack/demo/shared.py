"""Passages that scripts share: how a case opens, the answers most of them have, invented plans."""

OPENING = """
+2d {doctor} says
  doctor_decision: agreed | doctor_decided_on: today
+3d dana says
  = permission
  visit_on: today
+4d rosa says
  = routes
  told_pharmacy: today | trials_none: yes
  trials_searched: ClinicalTrials.gov (demonstration) | trials_searched_on: today
+5d rosa does move-on
  next_what: gather the history | next_who: rosa | next_on: +7d
"""
EVERY_PLAN = """
plan_duration: One year, then reviewed with FDA and the company
plan_risk: Without treatment the tumor is expected to go on growing and to cost function. Known
  risks of the drug are mostly grade 1 or 2, are watched for as written below, and have been
  reversible so far. In my judgment the probable risk from the drug is not greater than the
  probable risk from the disease.
plan_monitoring: Blood count, liver and kidney tests and phosphate at every visit; a pregnancy test
  every four weeks where pregnancy is possible; ECG at baseline, week 4 and week 12; MRI every 12
  weeks, read by the same radiologist. ¶ A nurse calls every week during the first 12 weeks. The
  patient has a number that is answered at all hours.
plan_changes: Grade 2 that lasts a week: hold until grade 1, then the same dose. ¶ Grade 3: hold
  until grade 1, then one dose step lower; a second grade 3 event at the lower dose ends treatment.
  ¶ Grade 4, or liver tests above five times the upper limit: stop for good and report within 24
  hours.
plan_stopping: Progression by RECIST 1.1 or clear clinical worsening, side effects as above,
  pregnancy, the patient's wish, or the end of supply. A written summary goes to FDA and to the
  company.
"""
NOT_ADVICE = "The drug and its doses are invented for this demonstration."
PASSAGES = {
    "opening with Dr. Shah": OPENING.format(doctor="shah"),
    "opening with Dr. Lindqvist": OPENING.format(doctor="lindqvist"),
    "permission": """
permission: written | permission_on: today | permission_with: company,groups,doctors
""",
    "routes": """
route_program: none | route_program_why: No such record on ClinicalTrials.gov for an invented drug
route_assistance: none | route_assistance_why: For approved drugs only
route_off_label: none | route_off_label_why: The drug is not approved for any use
""",
    "healthy otherwise": """
allergy_none: yes | medicine_none: yes | other_none: yes | interactions: None: takes no medicines
interactions_by: Lee Chen | interactions_on: today
""",
    "normal laboratory": """
Hemoglobin | 13.4 | g/dL | 11.7–17.0 | today
Neutrophils | 4.1 | 10⁹/L | 1.5–7.8 | today
Platelets | 231 | 10⁹/L | 140–400 | today
ALT | 22 | U/L | 6–40 | today
Creatinine | 0.82 | mg/dL | 0.50–1.20 | today
Phosphate | 3.2 | mg/dL | 2.5–4.5 | today
""",
    "usual therapy": """
surveillance | Active surveillance | | ~4y | ~44m | PD | growth | |
drug | Sorafenib | 400 mg daily | ~43m | ~28m | SD | growth | Rash | 2
drug | Nirogacestat | 150 mg twice daily | ~26m | ~16m | SD | growth | Diarrhea | 2
""",
    "usual alternatives": """
* Active surveillance
  standing: tried
  why: The tumor grew in three scans running.
* Surgery
  standing: unsuitable
  why: Would take a main nerve or the bowel; the tumor board advised against it.
* Ablation
  standing: unsuitable
  why: Too large, and too close to nerve and vessels.
* Radiation
  standing: refused
  why: Refused after a talk about late effects and second cancers.
* Sorafenib
  standing: tried
  why: Sorafenib: stable for more than a year, then growth.
* Anthracycline
  standing: unsuitable
  why: Too slow for this course, and a lifetime limit at this age.
* Clinical trial
  standing: unavailable
  why: None open within reach for this patient.
""",
    "plan of zelvivint": f"""
plan_dose: 100 mg (one step lower: 60 mg) | plan_route: By mouth
plan_schedule: Once a day in 28-day cycles, without pause | plan_amount: 84 tablets of 100 mg
plan_why: The tumor is driven by beta-catenin. The drug blocks the partner that beta-catenin needs
  to switch its genes on, another mechanism than that of the approved drug. ¶ {NOT_ADVICE}
{EVERY_PLAN}""",
    "plan of fabulacestat": f"""
plan_dose: 2 mg | plan_route: By mouth
plan_schedule: Once a day, five days a week | plan_amount: 60 capsules of 2 mg
plan_why: A gamma-secretase inhibitor with a lower weekly exposure than the approved one, for
  patients who need this class and cannot have that drug. ¶ {NOT_ADVICE}
{EVERY_PLAN}""",
    "plan of talvorkinib": f"""
plan_dose: 40 mg | plan_route: By mouth
plan_schedule: Once a day in 28-day cycles | plan_amount: 84 tablets of 40 mg
plan_why: The tumor depends on new vessels; the drug blocks the receptors behind their growth after
  the available inhibitors have failed. ¶ {NOT_ADVICE}
{EVERY_PLAN}""",
    "calendar": """
Before the start | Consent, history, examination, MRI, ECG, laboratory, pregnancy test
Day 1 | First dose in the clinic, two hours of observation
Week 1 | Call by the nurse: side effects, doses taken
Week 2 | Visit, blood count, liver and kidney tests, phosphate
Week 4 | Visit, laboratory, ECG, pregnancy test, tablets counted
Week 6 | Call by the nurse
Week 8 | Visit, laboratory, pregnancy test, refill
Week 10 | Call by the nurse
Week 12 | Visit, MRI, laboratory, ECG, pregnancy test, decision to go on
Every 4 weeks after | Visit, laboratory, pregnancy test, refill
Every 12 weeks after | MRI, pain and function scores
30 days after the last dose | Visit, laboratory, drug returned and counted, summary written
""",
    "receive the drug": """
next_what: receive the drug, give the first dose | next_who: lee | next_on: +1d
""",
    "papers": """
ask_supply: Three months, as in the plan
ask_papers: Letter of authorization to FDA, investigator's brochure, pharmacy manual, draft
  agreement
""",
    "silence of Northlight": """
next_what: acknowledgment of the request | waiting_on: Northlight Therapeutics (invented)
next_who: rosa | next_on: +5wd
""",
    "silence of Calder Bay": """
next_what: acknowledgment of the request | waiting_on: Calder Bay Biosciences (invented)
next_who: rosa | next_on: +10wd
""",
    "silence of Quillfeather": """
next_what: acknowledgment of the request | waiting_on: Quillfeather Pharma (invented)
next_who: rosa | next_on: +5wd
""",
}
