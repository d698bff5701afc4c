"""Cases in their first stages: new, hesitating, refused, gathering, resting, asking for help."""

NEW = """
~1d dana starts
  born: ~352m07 | initials: T.B. | diagnosis: Desmoid tumor, abdominal wall | drug: zelvivint
  doctor: Anil Shah, MD | urgency: ordinary
  next_what: confirm that Dr. Shah will request | next_who: rosa | next_on: in 1wd
"""
DUE_TODAY = """
~8d rosa starts
  born: ~437m21 | initials: L.V. | diagnosis: Desmoid tumor, abdominal wall | drug: zelvivint
  doctor: Grace Lindqvist, MD | urgency: ordinary
  next_what: ask Dr. Lindqvist whether she will request | next_who: rosa | next_on: +2wd
~6d lindqvist says
  doctor_decision: agreed | doctor_decided_on: today
  doctor_note: After two pregnancies; grew on sorafenib. Please get the pathology report first.
~5d rosa says
  sex: female | visit_on: today | wishes: To carry her children again. Wants everything explained.
~5d rosa does plan-next
  next_what: call Lakeside Hospital for the pathology report | next_who: rosa | next_on: in 0d
"""
HESITATES = """
~16d dana starts
  born: ~628m11 | initials: M.H. | diagnosis: Desmoid tumor, shoulder | drug: fabulacestat
  doctor: Grace Lindqvist, MD | urgency: ordinary
  next_what: ask Dr. Lindqvist whether she will request | next_who: rosa | next_on: +3wd
~12d lindqvist says
  doctor_decision: hesitates | doctor_decided_on: today
  doctor_hesitates: Not sure that nirogacestat was given long enough. A second opinion from the
    sarcoma board and the company's safety data would help.
~11d rosa says
  sex: male | permission: spoken | permission_on: today | permission_with: company,doctors
~11d rosa does plan-next
  next_what: bring the case to the sarcoma board | next_who: rosa | next_on: in 3wd
"""
REFUSED = """
~23d rosa starts
  born: ~533m04 | initials: E.G. | diagnosis: Desmoid tumor, thigh | drug: zelvivint
  doctor: Anil Shah, MD | urgency: ordinary
  next_what: ask the patient what may be shared | next_who: dana | next_on: +3wd
~22d shah says
  doctor_decision: agreed | doctor_decided_on: today
~19d dana says
  sex: female | permission: refused | visit_on: today
  wishes: Wants treatment, but does not want records to leave the clinic.
  visit_answers: Afraid that her employer learns of it. Was shown what a coded packet looks like;
    wants to think it over with her sister.
~19d dana does plan-next
  next_what: talk with the patient again at her visit | next_who: dana | next_on: in 4wd
"""
GATHERING = """
~34d rosa starts
  born: ~497m19 | initials: A.D. | diagnosis: Desmoid tumor, mesenteric | drug: fabulacestat
  doctor: Anil Shah, MD | urgency: ordinary
  next_what: ask Dr. Shah and the patient | next_who: rosa | next_on: +2wd
= opening with Dr. Shah
+6d rosa lists trial: nct title phase status status_on verdict why_not
  NCT05879146 | Response to nirogacestat (MD Anderson) | | recruiting | today | possible |
    Far away, but the patient has not had nirogacestat: settle with Dr. Shah
+13d rosa says
  sex: male | trials_none: no | diagnosed_on: ~5y | site: Small bowel mesentery | polyposis: yes
  course: progressing | symptoms: Cramps after meals, weight loss, two admissions for obstruction.
  documents.mark: waiting | documents.mark_words: Lakeside Hospital, operation notes of two years
+14d rosa lists biomarker: test result detail origin
  APC | present | Pathogenic, exon 15 | germline
+14d rosa lists therapy: kind treatment dose start stop response why_stopped toxicity grade
  surgery | Colectomy, partial resection | | ~4y | ~4y | NE | return | |
  drug | Sulindac, tamoxifen | 300 mg, 120 mg daily | ~45m | ~38m | SD | growth | |
  drug | Sorafenib | 200 mg daily | ~24m | ~19m | SD | toxicity | Bleeding | 3
+20d lee says
  medicine_none: yes
~13d rosa does plan-next
  next_what: operation notes and the last two CT reports | waiting_on: Lakeside Hospital
  next_who: rosa | next_on: in 2wd
"""
HELD = """
~120d rosa starts
  born: ~399m26 | initials: S.F. | diagnosis: Desmoid tumor, abdominal wall | drug: zelvivint
  doctor: Grace Lindqvist, MD | urgency: ordinary
  next_what: ask Dr. Lindqvist and the patient | next_who: rosa | next_on: +2wd
= opening with Dr. Lindqvist
~98d dana says
  sex: female | pregnancy_possible: yes | pregnancy_test: positive | pregnancy_test_on: today
  pregnancy_note: Wanted. The drug must not be given in pregnancy; tumor watched by ultrasound.
~97d rosa does hold
  hold_reason: The patient is pregnant. We look again after the birth.
  next_what: see the patient six weeks after the birth | next_who: rosa | next_on: in 90d
"""
CHILD = """
~58d rosa starts
  born: ~113m15 | initials: N.O. | diagnosis: Desmoid tumor, neck | drug: fabulacestat
  doctor: Peter Amari, MD | urgency: ordinary
  next_what: ask Dr. Amari and the parents | next_who: rosa | next_on: +2wd
+3d rosa says
  sex: female | doctor_decision: agreed | doctor_decided_on: today
  doctor_note: By phone, noted by the coordinator; Dr. Amari has no account here.
+4d dana says
  = permission
  wishes: Both parents agree, and she does too. School without a neck brace.
+5d rosa says
  = routes
  trials_searched: ClinicalTrials.gov, desmoid tumor, child (demonstration)
  trials_searched_on: today | told_pharmacy: today
+5d rosa lists trial: nct title phase status status_on verdict why_not
  NCT04195399 | Nirogacestat in the young (ARST1921) | 2 | unknown | today | not_open |
    Nearest site was asked: no place open (invented)
  NCT04851119 | Tegavivint in children and young adults (COG) | 1/2 | recruiting | today |
    declined | Infusions three weeks of four, far from home; parents declined
+6d rosa does move-on
  next_what: gather the history | next_who: rosa | next_on: +5wd
+14d rosa says
  diagnosed_on: ~30m | site: Left neck, from skull base to collarbone | course: progressing
  course_on: ~50d | pathology: Desmoid-type fibromatosis, nuclear beta-catenin | polyposis: no
  symptoms: Cannot turn her head to the left, sleeps sitting, hoarse since spring.
  ecog: 1 | ecog_on: ~50d | weight: 29.3 | weight_on: ~50d | height: 134 | allergy_none: yes
  other_none: yes | pregnancy.mark: not_needed | pregnancy.mark_words: Nine years old
+14d rosa lists biomarker: test result detail origin
  CTNNB1 | present | p.Thr41Ala | somatic
+15d rosa lists therapy: kind treatment dose start stop response why_stopped toxicity grade
  drug | Methotrexate, vinblastine | Weekly | ~28m | ~20m | SD | growth | |
  drug | Sorafenib | 200 mg/m² daily | ~15m | ~6m | SD | toxicity | Hand-foot reaction | 3
+15d rosa lists measurement: measured_on method sum new_lesion judged
  ~29m | MRI | 44 | no | none
  ~16m | MRI | 58 | no | PD
  ~50d | MRI | 66 | no | PD
+16d rosa completes alternative
  * Nirogacestat
    standing: unsuitable
    why: Approved for adults only; she is nine. The trial for the young has no place open.
  * Surgery
    standing: unsuitable
    why: Around the carotid artery and the vagus nerve.
+18d rosa does move-on
  gap_reason: The parents need help with travel now; laboratory values follow.
  next_what: ask a patient group about travel help | next_who: rosa | next_on: +2wd
~37d rosa does plan-next
  next_what: answer about travel help and a second opinion | waiting_on: Patient group
  next_who: rosa | next_on: in 5wd
"""
HELP = """
~47d dana starts
  born: ~545m09 | initials: R.W. | diagnosis: Desmoid tumor, thigh | drug: zelvivint
  doctor: Anil Shah, MD | urgency: ordinary
  next_what: ask Dr. Shah and the patient | next_who: tom | next_on: +2wd
+1d tom does hand-over
  owner: tom
= opening with Dr. Shah
+18d tom says
  sex: male | diagnosed_on: ~4y | site: Right thigh, behind the femur | course: progressing
  symptoms: Limps, stands for ten minutes at most, wakes from pain. | polyposis: no
  ecog: 2 | ecog_on: ~30d | weight: 88.0 | weight_on: ~30d | medicine_none: yes
+18d tom lists therapy: kind treatment dose start stop response why_stopped toxicity grade
  = usual therapy
+20d tom does move-on
  gap_reason: A patient group offers record review; we gather the rest at the same time.
  next_what: ask three patient groups for navigation | next_who: tom | next_on: +2wd
~20d tom does plan-next
  next_what: call the patient about the two answers that came | next_who: tom | next_on: in 1wd
"""
SCRIPTS = (NEW, DUE_TODAY, HESITATES, REFUSED, GATHERING, HELD, CHILD, HELP)
