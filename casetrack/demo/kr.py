"""K.R., the case told in full: a chest-wall desmoid tumor after eight lines of therapy."""

HISTORY = """
~72d dana starts
  born: ~413m12 | initials: K.R. | diagnosis: Desmoid tumor, chest wall | drug: zelvivint
  doctor: Anil Shah, MD | urgency: ordinary
  next_what: confirm that Dr. Shah will request | next_who: rosa | next_on: ~70d
~72d dana says
  sex: female | patient_name: Kestrel Rowanfield | record_number: FAKE-MRN-0034
~71d rosa does hand-over
  owner: rosa | hand_over_note: Started in the corridor; the patient comes back on Thursday.
~70d shah says
  doctor_decision: agreed | doctor_decided_on: ~70d
  doctor_note: Growing, painful, and the approved drug was stopped for toxicity. I will request.
~67d dana says
  wishes: To lift her left arm again and to teach the violin. She hopes to have children.
  = permission
  visit_on: ~67d
  visit_answers: Knows that the drug may not help and that the company may decline. Asked who pays:
    the drug is free of charge, visits and scans go to her insurer. Can come every two weeks.
~66d rosa says
  = routes
  told_contracts: ~66d | told_pharmacy: ~66d | told_billing: ~65d
  trials_searched: ClinicalTrials.gov, desmoid tumor, all statuses, United States (demonstration)
  trials_searched_on: ~66d
~66d rosa lists trial: nct title phase status status_on verdict why_not checked_by
  NCT04851119 | Tegavivint in children and young adults (COG) | 1/2 | recruiting | ~66d | excluded |
    Ages 12 months to 30 years; patient is 34 | Rosa Ortiz
  NCT04871282 | RINGSIDE, varegacestat (AL102) | 2/3 | closed | ~66d | not_open |
    Same class as the drug stopped for toxicity | Rosa Ortiz
  NCT03785964 | DeFi, nirogacestat | 3 | ended | ~66d | not_open |
    Completed | Rosa Ortiz
  NCT05879146 | Response to nirogacestat (MD Anderson) | | recruiting | ~66d | excluded |
    Gives nirogacestat, stopped in this patient for grade 3 toxicity | Rosa Ortiz
  NCT07176689 | Nirogacestat in premenopausal women | 4 | unknown | ~66d | excluded |
    Gives nirogacestat, stopped in this patient for grade 3 toxicity | Rosa Ortiz
  NCT04195399 | Nirogacestat in the young (ARST1921) | 2 | unknown | ~66d | excluded |
    For children and adolescents; patient is 34 | Rosa Ortiz
  NCT01876082 | DESMOPAZ, pazopanib or chemotherapy | 2 | ended | ~66d | not_open |
    Completed | Rosa Ortiz
~65d rosa does move-on
  next_what: get two MRI reports | waiting_on: Harborview General Hospital
  next_who: rosa | next_on: ~62d
~64d rosa uploads pathology, genetics, mri-nadir
~63d rosa says
  diagnosed_on: ~80m | site: Left anterior chest wall, ribs 3 to 6
  pathology: Core biopsy and resection specimen: desmoid-type fibromatosis, nuclear beta-catenin
    positive, no atypia. Reviewed by a second sarcoma pathologist, who agrees.
  disease_stage: Local disease, no metastases (not expected in desmoid tumor)
  course: progressing | course_on: ~58d | polyposis: no
  symptoms: Constant burning pain along the fourth and fifth rib, worst 7 of 10. Cannot raise the
    left arm above the shoulder, sleep on the left side, or hold a violin for more than ten minutes.
    Works half time. Takes daily opioids.
~63d rosa lists biomarker: test result detail origin tested_on exhibit
  CTNNB1 | present | p.Ser45Phe (S45F), allele fraction 31% | somatic | ~79m | genetics
  APC | absent | No pathogenic variant | germline | ~79m | genetics
~62d rosa lists therapy: kind treatment dose start stop response why_stopped toxicity grade exhibit
  surveillance | Active surveillance | | ~80m | ~74m | PD | growth | | | pathology
  surgery | Wide local excision | | ~73m12 | ~73m12 | NE | return | Wound infection | 2 | pathology
  surveillance | Active surveillance | | ~63m | ~60m | PD | growth | | |
  drug | Sorafenib | 400 mg daily | ~60m05 | ~46m | SD | growth | Hand-foot reaction | 2 |
  ablation | Cryoablation | One session | ~45m10 | ~45m10 | SD | return | | |
  drug | Methotrexate, vinblastine | 30 and 5 mg/m² weekly | ~43m | ~36m | SD | growth |
    Low neutrophils | 3 |
  drug | Liposomal doxorubicin | 40 mg/m² every 4 weeks | ~35m | ~27m | PR | maximum |
    Hand-foot reaction | 2 | mri-nadir
  drug | Nirogacestat | 150 mg twice daily, then 100 mg, then 50 mg | ~22m08 | ~16m20 | SD |
    toxicity | Diarrhea, in hospital twice; ovarian dysfunction | 3 |
~62d rosa completes therapy
  * Wide local excision
    note: Parts of ribs 4 and 5, margin positive (R1)
  * Cryoablation
    note: Less pain for a year
  * Nirogacestat
    note: Not given again: see tab D
~61d rosa lists measurement: measured_on method sum lesions new_lesion judged judged_by
  ~80m18 | MRI | 62 | Chest wall mass | no | none | Dr. Shah
  ~74m09 | MRI | 78 | Chest wall mass | no | PD | Dr. Shah
  ~63m | MRI | 49 | Recurrence at ribs 4 to 5 | no | PD | Dr. Shah
  ~60m02 | MRI | 61 | Recurrence | no | PD | Dr. Shah
  ~53m11 | MRI | 57 | Recurrence | no | SD | Dr. Shah
  ~46m15 | MRI | 73 | Recurrence | no | PD | Dr. Shah
  ~36m20 | MRI | 74 | Recurrence | no | PD | Dr. Shah
  ~31m07 | MRI | 52 | Recurrence | no | SD | Dr. Shah
  ~26m16 | MRI | 40 | Recurrence | no | PR | Dr. Shah
  ~26m16 | MRI | 40 | Recurrence | no | PR | Dr. Shah
  ~17m12 | MRI | 44 | Recurrence | no | SD | Dr. Shah
~60d rosa removes measurement
  row: {~26m16} | why: Entered twice
~58d rosa uploads mri-growth, mri-newest, labs, note, permission
~57d rosa lists measurement: measured_on method sum lesions new_lesion judged judged_by exhibit
  ~8m21 | MRI | 53 | Recurrence, ribs 3 to 6 | no | PD | Dr. Shah | mri-growth
  ~58d | MRI | 61 | Recurrence, ribs 3 to 6, to the pleura | no | PD | Dr. Shah | mri-newest
~57d rosa completes therapy
  * Cryoablation
    exhibit: note
  * Nirogacestat
    exhibit: note
~57d dana lists symptom: noted_on pain function
  ~35m | 6 | Off work for six weeks
  ~26m | 3 | Full arm movement, back at work
  ~16m | 4 | Diarrhea eight times a day, in hospital twice
  ~10m | 5 | Sleeps on the right side only
  ~4m | 6 | Works half time, opioids every day
  ~57d | 7 | Left arm not above the shoulder
~56d dana says
  ecog: 1 | ecog_on: ~56d | weight: 61.4 | weight_on: ~56d | height: 168
  pregnancy_possible: yes | pregnancy_test: negative | pregnancy_test_on: ~56d
  pregnancy_note: Wishes to have children after treatment. Periods returned four months after
    nirogacestat was stopped.
~56d dana lists allergy: substance reaction
  Penicillin | Hives
  Iodinated contrast | Wheezing; MRI contrast tolerated
~56d dana lists medicine: name dose since interaction
  Gabapentin | 300 mg three times a day | ~3y | None known
  Oxycodone | 5 mg every 6 hours as needed | ~10m | Slower breakdown possible (CYP3A)
  Duloxetine | 60 mg daily | ~14m | Checked by pharmacy
  Vitamin D | 1000 units daily | ~5y | None known
~56d dana lists other_condition: name since now
  Iron deficiency | ~2y | Treated, resolved
  Ovarian dysfunction under nirogacestat | ~18m | Resolved after four months
  Low mood with chronic pain | ~14m | Active, treated
~55d dana lists lab: test value unit range taken_on
  Hemoglobin | 12.1 | g/dL | 11.7–15.5 | ~56d
  White cells | 5.8 | 10⁹/L | 3.8–10.8 | ~56d
  Neutrophils | 3.2 | 10⁹/L | 1.5–7.8 | ~56d
  Platelets | 248 | 10⁹/L | 140–400 | ~56d
  ALT | 24 | U/L | 6–29 | ~56d
  AST | 21 | U/L | 10–30 | ~56d
  Bilirubin, total | 0.5 | mg/dL | 0.2–1.2 | ~56d
  Alkaline phosphatase | 71 | U/L | 31–125 | ~56d
  Albumin | 4.2 | g/dL | 3.6–5.1 | ~56d
  Creatinine | 0.71 | mg/dL | 0.50–0.97 | ~56d
  eGFR | 112 | mL/min/1.73 m² | over 60 | ~56d
  Sodium | 139 | mmol/L | 135–146 | ~56d
  Potassium | 4.1 | mmol/L | 3.5–5.3 | ~56d
  Phosphate | 3.3 | mg/dL | 2.5–4.5 | ~56d
  Calcium | 9.3 | mg/dL | 8.6–10.2 | ~56d
  FSH | 6.8 | IU/L | 2.5–10.2 | ~56d
  QTcF (ECG) | 418 | ms | under 460 | ~56d
  LVEF (echocardiogram) | 59 | % | over 53 | ~56d
~54d lee says
  interactions: Zelvivint is broken down by CYP3A (invented). No strong inhibitor or inducer among
    the medicines; oxycodone levels may rise a little, watched by pain and alertness.
  interactions_by: Lee Chen | interactions_on: ~54d
"""
ARGUMENT = """
~52d rosa completes alternative
  * Nirogacestat
    standing: tried | exhibit: note
    why: Six months, stable disease. Stopped for grade 3 diarrhea with two hospital stays despite
      two dose reductions, and ovarian dysfunction in a patient who hopes to have children.
  * Active surveillance
    standing: tried | exhibit: pathology
    why: Twice, {~80m} and {~63m}; the tumor grew within six and three months.
  * Surgery
    standing: tried | exhibit: pathology
    why: Wide excision in {~73m} with positive margin, back within ten months. Another operation
      would take four ribs and part of the pleura; the tumor board advised against it.
  * Ablation
    standing: tried | exhibit: note
    why: Cryoablation in {~45m} relieved pain for a year. Now too close to pleura and nerves.
  * Radiation
    standing: unsuitable
    why: The field would hold breast, lung and heart of a 34-year-old; risk of a second cancer.
  * Sorafenib
    standing: tried | exhibit: mri-nadir
    why: Sorafenib for fourteen months, stable, then growth from 57 to 73 mm.
  * Anthracycline
    standing: tried | exhibit: mri-nadir
    why: Methotrexate with vinblastine: growth after seven months. Liposomal doxorubicin: partial
      response, stopped at the maximum cumulative dose.
  * Clinical trial
    standing: unavailable
    why: Seven trials looked at, below: too old for one, the others closed or of the drug that was
      not tolerated. The maker's own study has closed to new patients.
~50d rosa cites own study of zelvivint, DeFi, A091105, DESMOPAZ, RINGSIDE B, RINGSIDE A
~49d rosa completes study
  * Northlight
    differs: As most in the study she has had more than one systemic treatment. None of them had
      stopped a gamma-secretase inhibitor for toxicity.
  * Gounder 2023
    differs: She has taken the drug for six months and could not tolerate it.
  * Gounder 2018
    differs: She has taken the drug for fourteen months; the tumor grew again.
  * Toulmonde 2019
    differs: Has had the chemotherapy arm's treatment; pazopanib is close to sorafenib.
  * RINGSIDE part B
    differs: Same class as the drug she did not tolerate; not approved as far as we found.
  * RINGSIDE part A
    differs: Same class as the drug she did not tolerate; small dose groups.
~49d rosa says
  evidence_answer: Zelvivint led to a response in 7 of 19 patients with desmoid tumor in the maker's
    unpublished study (invented). Placebo groups of desmoid trials show responses in 8% to 20%, so
    part of this may be the natural course. Certainty is low; no other drug with a different
    mechanism is left to try.
  evidence_searched: PubMed and ClinicalTrials.gov, desmoid AND (trial OR treatment), since 2010
  evidence_searched_on: ~50d
~46d rosa says
  history: A 34-year-old violin teacher noticed a hard mass of the left chest wall in {~81m}. Biopsy
    showed a desmoid tumor with CTNNB1 S45F; there is no polyposis. The tumor grew from 62 to 78 mm
    under active surveillance and was removed with parts of two ribs in {~73m}; the margin was
    positive. It came back within ten months and grew again under surveillance. ¶ Sorafenib held it
    stable for over a year, until it grew. Cryoablation relieved pain for a year. Methotrexate with
    vinblastine slowed it for seven months. Liposomal doxorubicin brought the best result, a partial
    response (40 mm in {~26m}), and was stopped at the maximum cumulative dose. ¶ Nirogacestat was
    started in {~22m}. Despite two dose reductions she had grade 3 diarrhea with two hospital stays,
    and ovarian dysfunction; she hopes to have children. It was stopped after six months with stable
    disease. Diarrhea ended within three weeks, periods returned after four months. ¶ Without
    treatment since then, the tumor has grown from 44 to 61 mm and now reaches the pleura. It
    surrounds two intercostal nerves. Pain is 7 of 10 on daily opioids; she cannot raise her left
    arm above the shoulder and works half time. Another operation would take four ribs, and the
    tumor board advised against it. Blood counts, liver, kidney and heart function are normal.
    Performance status is 1.
  why_now: The tumor grew by 15% in the last six months and by half since its smallest size; the
    newest MRI shows it at the pleura. Every option of the guideline has been tried or ruled out,
    the approved drug among them. She is still fit for treatment: working half time, with normal
    organ function. Each further month costs arm movement that will not come back.
~43d shah says
  = plan of zelvivint
~43d shah lists plan_visit: week what
  = calendar
~40d shah says
  plan_approved_by: Anil Shah, MD | plan_approved_on: ~40d
~40d rosa does move-on
  gap_reason: Contraception is settled with the gynecologist next month; nothing else is missing.
  next_what: ask three advocacy groups for navigation and travel help | next_who: rosa
  next_on: ~38d
~37d rosa does move-on
  next_what: prepare the request to Northlight | next_who: rosa | next_on: ~34d
~37d rosa says
  company: Northlight Therapeutics (invented) | request_to: Expanded access office
  decision_by: in 10wd
  = papers
  ask_more: Advice on the first dose after gamma-secretase toxicity, from your medical team.
~34d rosa freezes
  The gynecologist sees the patient next week; contraception follows with the next version.
~33d rosa does record-sending
  sent_version: 1 | sent_to: Expanded access office, Northlight Therapeutics | sent_how: email
  request_sent_on: ~33d | sent_proof: Message of 10:12 AM, answered by receipt
  next_what: acknowledgment of the request | waiting_on: Northlight Therapeutics (invented)
  next_who: rosa | next_on: ~26d
~28d rosa does record-acknowledgment
  request_acknowledged_on: ~28d | request_acknowledged_by: Access coordinator, by e-mail
  next_what: decision on the request | waiting_on: Northlight Therapeutics (invented)
  next_who: rosa | next_on: ~14d
~13d rosa does plan-next
  next_what: answer the company's two questions: duloxetine, contraception | next_who: rosa
  next_on: ~5d
~12d rosa shows kim
~9d lee says
  interactions: Zelvivint is broken down by CYP3A and slows CYP2D6 a little (invented). Duloxetine
    levels may rise: blood pressure at every visit, dose halved if it climbs. Oxycodone is watched
    by pain and alertness.
~5d dana says
  contraception: Copper intrauterine device, placed by her gynecologist
~5d rosa does plan-next
  next_what: preview, freeze and send version 2 | next_who: rosa | next_on: in 1wd
"""
SCRIPT = HISTORY + ARGUMENT
