"""Cases at the manufacturer: silent, declining, asking for a trial first; and one on to FDA."""

SILENT = """
~70d rosa starts
  born: ~571m02 | initials: P.N. | diagnosis: Desmoid tumor, neck | drug: fabulacestat
  doctor: Grace Lindqvist, MD | urgency: ordinary
  next_what: ask Dr. Lindqvist and the patient | next_who: rosa | next_on: +2wd
= opening with Dr. Lindqvist
+15d rosa says
  sex: male | diagnosed_on: ~6y | site: Right neck, around the brachial plexus | polyposis: no
  course: progressing | course_on: ~60d
  pathology: Desmoid-type fibromatosis, CTNNB1 p.Thr41Ala
  symptoms: Numb right hand, drops tools; an electrician, off work since spring.
  ecog: 1 | ecog_on: ~60d | weight: 84.5 | weight_on: ~60d | height: 181
  = healthy otherwise
  pregnancy_possible: not_applicable
+15d rosa lists biomarker: test result detail origin
  CTNNB1 | present | p.Thr41Ala | somatic
+16d rosa lists therapy: kind treatment dose start stop response why_stopped toxicity grade
  surgery | Resection, positive margin | | ~66m | ~66m | NE | return | |
  drug | Sorafenib | 400 mg daily | ~50m | ~33m | PR | growth | |
  drug | Nirogacestat | 150 mg twice daily | ~23m | ~20m | SD | toxicity | Rash | 3
+16d rosa lists measurement: measured_on method sum new_lesion judged
  ~51m | MRI | 58 | no | none
  ~40m | MRI | 39 | no | PR
  ~24m | MRI | 49 | no | PD
  ~60d | MRI | 57 | no | PD
+17d dana lists lab: test value unit range taken_on
  = normal laboratory
+18d rosa completes alternative
  = usual alternatives
  * Nirogacestat
    standing: tried
    why: Three months; stopped for a grade 3 rash that came back at the lower dose.
+20d rosa cites own study of fabulacestat, DeFi
+21d rosa completes study
  * Calder Bay
    differs: Older than most; one earlier inhibitor of the class, stopped for rash.
  * Gounder 2023
    differs: Has taken this drug and could not tolerate it.
+21d rosa says
  evidence_answer: 5 of 14 patients responded in the maker's phase 1 study (invented). With the
    approved drug of this class 29 of 70 responded, against 6 of 72 on placebo. Certainty is low.
  evidence_searched: PubMed, desmoid AND secretase | evidence_searched_on: today
  history: A 47-year-old electrician with a desmoid tumor of the neck. It came back after
    resection, shrank under sorafenib and grew again after seventeen months. Nirogacestat was
    stopped after three months for a grade 3 rash. It now presses on the brachial plexus.
  why_now: The right hand is growing numb, and a nerve once lost does not come back.
+25d lindqvist says
  = plan of fabulacestat
  plan_approved_by: Grace Lindqvist, MD | plan_approved_on: today
+30d rosa does skip-stage
  skipped: 3 | skip_reason: The patient wants no help from groups.
  next_what: prepare the request | next_who: rosa | next_on: +5wd
+32d rosa does move-on
  gap_reason: The pathology report is on its way from the archive.
  next_what: prepare the request | next_who: rosa | next_on: +5wd
+40d rosa says
  company: Calder Bay Biosciences (invented) | request_to: Medical information | decision_by: in 5wd
  = papers
~26d rosa freezes
  The pathology report is still in the archive of another hospital; the company accepts it later.
~25d rosa does record-sending
  sent_version: 1 | sent_to: Medical information, Calder Bay | sent_how: portal
  request_sent_on: today | sent_proof: Portal number FAKE-88213
  = silence of Calder Bay
"""
DECLINED = """
~110d rosa starts
  born: ~747m13 | initials: B.C. | diagnosis: Desmoid tumor, abdominal wall | drug: zelvivint
  doctor: Anil Shah, MD | urgency: ordinary
  next_what: ask Dr. Shah and the patient | next_who: rosa | next_on: +2wd
= opening with Dr. Shah
+14d rosa says
  sex: female | diagnosed_on: ~4y | site: Left abdominal wall | polyposis: no | course: progressing
  course_on: ~97d | pathology: Desmoid-type fibromatosis | weight: 70.2 | weight_on: ~85d
  symptoms: Pain on sitting up; cannot lift shopping. | ecog: 1 | ecog_on: ~97d | height: 163
  = healthy otherwise
  pregnancy_possible: no
  history: A 62-year-old woman with a desmoid tumor of the abdominal wall, grown through sorafenib
    and nirogacestat; 88 mm, painful, close to the bowel.
  why_now: The tumor grew by a third in ten months under the approved drug.
+14d rosa lists therapy: kind treatment dose start stop response why_stopped toxicity grade
  = usual therapy
+14d rosa lists measurement: measured_on method sum new_lesion judged
  ~26m | MRI | 71 | no | none
  ~16m | MRI | 66 | no | SD
  ~97d | MRI | 88 | no | PD
+16d rosa completes alternative
  = usual alternatives
  * Nirogacestat
    standing: tried
    why: Ten months, then growth from 66 to 88 mm.
+20d shah says
  = plan of zelvivint
  plan_approved_by: Anil Shah, MD | plan_approved_on: today
+22d tom does hand-over
  owner: tom
+24d tom does move-on
  gap_reason: The company knows its drug's literature; studies follow on request.
  next_what: ask patient groups | next_who: tom | next_on: +5wd
+30d tom does move-on
  next_what: prepare the request | next_who: tom | next_on: +5wd
+40d tom says
  company: Northlight Therapeutics (invented) | request_to: Expanded access office
  = papers
+42d tom freezes
  Studies and laboratory values follow; the patient is losing ground.
+43d tom does record-sending
  sent_version: 1 | sent_to: Expanded access office, Northlight | sent_how: email
  request_sent_on: today
  = silence of Northlight
+49d tom does record-acknowledgment
  request_acknowledged_on: today | request_acknowledged_by: Access coordinator
  next_what: decision on the request | waiting_on: Northlight Therapeutics (invented)
  next_who: tom | next_on: +10wd
~9d tom does record-refusal
  request_decided_on: today | request_decided_by: Medical director, by e-mail
  refusal_reason: supply | refusal_words: All tablets of this year are reserved for a study.
  next_what: decide with Dr. Shah: ask again next year, or fabulacestat | next_who: tom
  next_on: in 2wd
"""
TRIAL_FIRST = """
~80d rosa starts
  born: ~293m18 | initials: D.K. | diagnosis: Desmoid tumor, chest wall | drug: zelvivint
  doctor: Anil Shah, MD | urgency: ordinary
  next_what: ask Dr. Shah and the patient | next_who: rosa | next_on: +2wd
= opening with Dr. Shah
+6d rosa lists trial: nct title phase status status_on verdict why_not
  NCT04851119 | Tegavivint in children and young adults (COG) | 1/2 | recruiting | today |
    unreachable | Weekly infusions, far from home
+14d rosa says
  sex: male | trials_none: no | diagnosed_on: ~3y | site: Right chest wall | course: progressing
  symptoms: Pain on breathing in; had to leave his training as a roofer. | course_on: ~70d
  ecog: 1 | ecog_on: ~70d | weight: 77.9 | weight_on: ~70d | height: 179
  = healthy otherwise
  history: A 24-year-old man, desmoid tumor of the chest wall, grown after resection and under
    sorafenib. Nirogacestat was denied twice by his insurer; the appeal is open.
  why_now: The third rib is giving way.
+15d rosa lists therapy: kind treatment dose start stop response why_stopped toxicity grade
  surgery | Resection | | ~3y | ~3y | NE | return | |
  drug | Sorafenib | 400 mg daily | ~21m | ~9m | SD | growth | |
+20d shah says
  = plan of zelvivint
+25d rosa does skip-stage
  skipped: 3 | skip_reason: His family already works with a patient group.
  next_what: prepare the request | next_who: rosa | next_on: +5wd
+28d rosa does move-on
  gap_reason: Measurements and alternatives are being completed while the company is asked early.
  next_what: prepare the request | next_who: rosa | next_on: +5wd
+35d rosa says
  company: Northlight Therapeutics (invented) | request_to: Expanded access office
  = papers
+36d rosa freezes
  Sent early to learn whether a request is possible at all; the rest follows.
+37d rosa does record-sending
  sent_version: 1 | sent_to: Expanded access office, Northlight | sent_how: email
  request_sent_on: today
  = silence of Northlight
~12d rosa does record-trial-first
  request_decided_on: today | request_decided_by: Access coordinator, by phone
  trial_first_nct: NCT04851119
  next_what: ask the trial's nearest site whether he fits | next_who: dana | next_on: in 1wd
"""
TO_FDA = """
~85d rosa starts
  born: ~374m22 | initials: C.L. | diagnosis: Desmoid tumor, thigh | drug: zelvivint
  doctor: Anil Shah, MD | urgency: ordinary
  next_what: ask Dr. Shah and the patient | next_who: rosa | next_on: +2wd
= opening with Dr. Shah
+13d rosa says
  sex: female | diagnosed_on: ~4y | site: Left thigh, along the sciatic nerve | polyposis: no
  course: progressing | course_on: ~75d | pathology: Desmoid-type fibromatosis, CTNNB1 p.Ser45Phe
  symptoms: Foot drop since summer, cannot drive, sleeps four hours.
  ecog: 1 | ecog_on: ~75d | weight: 66.0 | weight_on: ~75d | height: 172
  = healthy otherwise
  pregnancy_possible: yes | pregnancy_test: negative | pregnancy_test_on: ~75d
  contraception: Etonogestrel implant
  history: A 31-year-old woman with a desmoid tumor along the sciatic nerve, grown through sorafenib
    and nirogacestat. Foot drop since summer; an operation would take the nerve.
  why_now: The nerve is failing; weeks count.
+14d rosa lists therapy: kind treatment dose start stop response why_stopped toxicity grade
  = usual therapy
+14d rosa lists measurement: measured_on method sum new_lesion judged
  ~26m | MRI | 84 | no | none
  ~16m | MRI | 79 | no | SD
  ~75d | MRI | 97 | no | PD
+15d dana lists lab: test value unit range taken_on
  = normal laboratory
+16d rosa completes alternative
  = usual alternatives
  * Nirogacestat
    standing: tried
    why: Ten months, stable, then growth and a foot drop.
+19d rosa cites own study of zelvivint
+20d rosa completes study
  * Northlight
    differs: As in the study, more than one systemic treatment before.
+22d shah says
  = plan of zelvivint
  plan_approved_by: Anil Shah, MD | plan_approved_on: today
+24d rosa does skip-stage
  skipped: 3 | skip_reason: No help wanted at present.
  next_what: prepare the request | next_who: rosa | next_on: +5wd
+26d rosa does move-on
  gap_reason: Reports are being blacked out.
  next_what: prepare the request | next_who: rosa | next_on: +5wd
+30d rosa says
  company: Northlight Therapeutics (invented) | request_to: Expanded access office
  = papers
+31d rosa freezes
  Reports follow; the company accepts the request without them.
+32d rosa does record-sending
  sent_version: 1 | sent_to: Expanded access office, Northlight | sent_how: email
  request_sent_on: today
  = silence of Northlight
+55d rosa does record-agreement
  request_decided_on: today | request_decided_by: Medical director
  request_conditions: Serious events within 24 hours; drug to the investigational pharmacy only.
  next_what: letter of authorization | waiting_on: Northlight Therapeutics (invented)
  next_who: priya | next_on: +5wd
+63d priya does record-letter
  letter_on: today | letter_signed_by: Head of regulatory affairs | letter_refers_to: FAKE-IND-00001
  next_what: file with FDA and ask the IRB | next_who: priya | next_on: +5wd
+64d rosa does move-on
  next_what: file with FDA and ask the IRB | next_who: priya | next_on: +5wd
~14d priya does record-fda-submission
  fda_sent_on: today | fda_sent_how: eRequest, signed by Dr. Shah
  next_what: FDA's receipt | waiting_on: FDA | next_who: priya | next_on: +2wd
~13d priya does record-irb-request
  irb_asked_on: today
  next_what: FDA's receipt | waiting_on: FDA | next_who: priya | next_on: +2wd
~12d priya does record-fda-receipt
  fda_received_on: today
  next_what: FDA's answer, 30 days at the latest | waiting_on: FDA | next_who: priya
  next_on: in 5wd
"""
SCRIPTS = (SILENT, DECLINED, TRIAL_FIRST, TO_FDA)
