"""What the stories share: invented drugs with their plans, and real published studies of desmoid.

Studies carry counts only where the papers print them or they follow exactly from what is printed.
"""

from collections.abc import Mapping

from casetrack.demo.people import FABULACESTAT, INVENTED, TALVORKINIB, ZELVIVINT
from casetrack.demo.story import Answers, table

NOT_ADVICE = "The drug and its doses are invented for this demonstration."
SUPPORTIVE = (
    "Blood count, liver and kidney tests and phosphate at every visit; pregnancy test every four "
    "weeks where pregnancy is possible; ECG at baseline, week 4 and week 12; MRI every 12 weeks, "
    "read by the same radiologist. A nurse calls every week during the first 12 weeks. The patient "
    "has a number that is answered at all hours."
)
CHANGES = (
    "Grade 2 that lasts a week: hold until grade 1, then the same dose.\n\n"
    "Grade 3: hold until grade 1, then one dose step lower. A second grade 3 event at the lower "
    "dose ends treatment.\n\nGrade 4, or liver tests above five times the upper limit: stop for "
    "good and report within 24 hours."
)
STOPPING = (
    "Progression by RECIST 1.1 or clear clinical worsening, side effects as above, pregnancy, the "
    "patient's wish, or the end of supply. A written summary goes to FDA and to the company."
)
WEIGHED = (
    "Without treatment the tumor is expected to go on growing and to cost function. Known risks of "
    "the drug are mostly grade 1 or 2, watched for in the plan below and reversible so far. In my "
    "judgment the probable risk from the drug is not greater than that from the disease."
)
EVERY_PLAN = {
    "plan_duration": "One year, then reviewed with FDA and the company",
    "plan_risk": WEIGHED,
    "plan_monitoring": SUPPORTIVE,
    "plan_changes": CHANGES,
    "plan_stopping": STOPPING,
}
PLANS: Mapping[str, Answers] = {
    ZELVIVINT: {
        **EVERY_PLAN,
        "plan_dose": "100 mg (one lower step: 60 mg)",
        "plan_route": "By mouth",
        "plan_schedule": "Once a day in 28-day cycles, without pause",
        "plan_amount": "84 tablets of 100 mg",
        "plan_why": "The tumor is driven by beta-catenin (CTNNB1 mutation). The drug blocks the "
        "partner that beta-catenin needs to switch its genes on, a step after gamma-secretase: it "
        f"is another mechanism than that of the approved drug. {NOT_ADVICE}",
    },
    FABULACESTAT: {
        **EVERY_PLAN,
        "plan_dose": "2 mg",
        "plan_route": "By mouth",
        "plan_schedule": "Once a day, five days a week",
        "plan_amount": "60 capsules of 2 mg",
        "plan_why": "A gamma-secretase inhibitor with a lower weekly exposure than the approved "
        f"one, for patients who need this class and cannot get or take that one. {NOT_ADVICE}",
    },
    TALVORKINIB: {
        **EVERY_PLAN,
        "plan_dose": "40 mg",
        "plan_route": "By mouth",
        "plan_schedule": "Once a day in 28-day cycles",
        "plan_amount": "84 tablets of 40 mg",
        "plan_why": "The tumor depends on the growth of new vessels; the drug blocks the receptors "
        f"behind it after the approved inhibitors have failed. {NOT_ADVICE}",
    },
}
VISITS = table(
    "week what",
    text="""
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
)
CHECKED = {"checked_on": "~50d", "checked_by": "Rosa Ortiz"}
DEFI = {
    **CHECKED,
    "citation": "Gounder 2023, N Engl J Med 388:898 (DeFi)",
    "pmid": "36884323",
    "doi": "10.1056/NEJMoa2210140",
    "nct": "NCT03785964",
    "design": "randomized",
    "published": "journal",
    "drug": "Nirogacestat 150 mg twice daily",
    "patients": "Adults with progressing desmoid tumor, 70 on drug, 72 on placebo",
    "n": "142",
    "responders": "29",
    "assessed": "70",
    "control_responders": "6",
    "control_assessed": "72",
    "hr": "0.29",
    "hr_low": "0.15",
    "hr_high": "0.55",
    "hr_of": "progression or death",
    "other_result": "Event-free at 2 years 76% v 44%; complete response 7% v 0%",
    "safety": "Diarrhea 84%, nausea 54%, fatigue 51%, low phosphate 42%; 95% of events grade 1 or "
    "2. Ovarian dysfunction in 27 of 36 women able to bear children, resolved in most",
}
A091105 = {
    **CHECKED,
    "citation": "Gounder 2018, N Engl J Med 379:2417 (A091105)",
    "pmid": "30575484",
    "doi": "10.1056/NEJMoa1805052",
    "nct": "NCT02066181",
    "design": "randomized",
    "published": "journal",
    "drug": "Sorafenib 400 mg daily",
    "patients": "Progressive, symptomatic or recurrent desmoid tumor",
    "n": "87",
    "hr": "0.13",
    "hr_low": "0.05",
    "hr_high": "0.31",
    "hr_of": "progression or death",
    "other_result": "Response 33% v 20% on placebo (counts not in our source); progression-free at "
    "2 years 81% v 36%",
    "safety": "Rash 73%, fatigue 67%, hypertension 55%, diarrhea 51%, mostly grade 1 or 2",
}
DESMOPAZ = {
    **CHECKED,
    "citation": "Toulmonde 2019, Lancet Oncol 20:1263 (DESMOPAZ)",
    "doi": "10.1016/S1470-2045(19)30276-1",
    "nct": "NCT01876082",
    "design": "randomized",
    "published": "journal",
    "drug": "Pazopanib 800 mg daily, or methotrexate with vinblastine weekly",
    "patients": "Progressive desmoid tumor; two arms (48 and 24), not compared with each other",
    "n": "72",
    "other_result": "No progression at 6 months 83.7% and 45.0%; partial response 37.0% and 25% "
    "(counts not in our source)",
    "safety": "An editorial called a firm conclusion premature; single events are not in our "
    "source",
}
RINGSIDE_B = {
    **CHECKED,
    "citation": "RINGSIDE part B, company topline of Dec 15, 2025",
    "nct": "NCT04871282",
    "design": "randomized",
    "published": "press",
    "drug": "Varegacestat 1.2 mg daily",
    "patients": "Progressing desmoid tumor, 79 on drug, 77 on placebo",
    "n": "156",
    "responders": "44",
    "assessed": "79",
    "control_responders": "7",
    "control_assessed": "77",
    "hr": "0.16",
    "hr_low": "0.07",
    "hr_high": "0.38",
    "hr_of": "progression or death",
    "other_result": "Progression-free at 1 year 94.2% v 65.6%, at 2 years 88.9% v 56.7%",
    "safety": "95% of adverse events grade 1 or 2, none grade 5",
    "data_cut": "2025",
}
RINGSIDE_A = {
    **CHECKED,
    "citation": "RINGSIDE part A, ASCO 2023",
    "nct": "NCT04871282",
    "design": "single_arm",
    "published": "abstract",
    "drug": "Varegacestat 1.2 mg daily (one of three dose groups)",
    "patients": "Desmoid tumor, dose finding",
    "n": "12",
    "responders": "6",
    "assessed": "12",
    "other_result": "Response 45.5% and 23.1% at the two intermittent doses",
    "safety": "Not in our source; effects of the class are likely",
}
OWN_STUDY: Mapping[str, Answers] = {
    ZELVIVINT: {
        **CHECKED,
        "citation": "Northlight phase 1/2 study, company data (invented)",
        "design": "single_arm",
        "published": "unpublished",
        "drug": "Zelvivint 60 to 100 mg daily",
        "patients": "Adults with desmoid tumor after one or more systemic treatments",
        "n": "19",
        "responders": "7",
        "assessed": "19",
        "safety": f"Fatigue, nausea, raised ALT; grade 3 in 4 of 19, none grade 4. {INVENTED}",
    },
    FABULACESTAT: {
        **CHECKED,
        "citation": "Calder Bay phase 1 study, company data (invented)",
        "design": "single_arm",
        "published": "unpublished",
        "drug": "Fabulacestat 1 to 2 mg, five days a week",
        "patients": "Adolescents and adults with progressing desmoid tumor",
        "n": "14",
        "responders": "5",
        "assessed": "14",
        "safety": f"Diarrhea in 6 of 14, grade 3 in 1; rash, low phosphate. {INVENTED}",
    },
    TALVORKINIB: {
        **CHECKED,
        "citation": "Quillfeather phase 2 study, company data (invented)",
        "design": "single_arm",
        "published": "unpublished",
        "drug": "Talvorkinib 40 mg daily",
        "patients": "Adults with rare vascular and alveolar sarcomas",
        "n": "27",
        "responders": "6",
        "assessed": "27",
        "safety": f"Hypertension, hand-foot reaction; grade 3 in 8 of 27. {INVENTED}",
    },
}
