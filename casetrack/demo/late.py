"""Cases on treatment, after it, and closed; one of them an emergency."""

TO_FIRST_DOSE = """
+70d priya does record-letter
  letter_on: today | letter_signed_by: Head of regulatory affairs | letter_refers_to: FAKE-IND-00002
  next_what: file with FDA and ask the IRB | next_who: priya | next_on: +5wd
+71d rosa does move-on
  next_what: file with FDA and ask the IRB | next_who: priya | next_on: +5wd
+76d priya does record-fda-submission
  fda_sent_on: today | fda_sent_how: eRequest
  next_what: FDA's answer | waiting_on: FDA | next_who: priya | next_on: +5wd
+76d priya does record-irb-request
  irb_asked_on: today
  next_what: FDA's answer | waiting_on: FDA | next_who: priya | next_on: +5wd
+78d priya does record-fda-receipt
  fda_received_on: today
  next_what: FDA's answer | waiting_on: FDA | next_who: priya | next_on: +10wd
+84d priya does record-fda-permission
  fda_permitted_on: today | fda_official: Reviewer, Project Facilitate (invented)
  ind_number: FAKE-IND-90388
  next_what: the IRB chair's word | waiting_on: IRB | next_who: priya | next_on: +5wd
+90d priya does record-irb-concurrence
  irb_decided_on: today | irb_decided_by: The chair, Harbor Health IRB
  next_what: receive the drug, give the first dose | next_who: lee | next_on: +5wd
+92d rosa does move-on
  next_what: receive the drug, give the first dose | next_who: lee | next_on: +5wd
+98d dana does record-first-dose
  first_dose_on: today | first_dose_by: Dana Cole, drug from Lee Chen
  next_what: visit and laboratory of week 4 | next_who: dana | next_on: +28d
"""
AGREED = """
+60d rosa does record-agreement
  request_decided_on: today | request_decided_by: Medical director
  next_what: letter of authorization | next_who: priya | next_on: +5wd
  waiting_on: {company}
"""
EMERGENCY = """
~10d rosa starts
  born: ~326m06 | initials: J.M. | diagnosis: Desmoid tumor, mesenteric | drug: fabulacestat
  doctor: Anil Shah, MD | urgency: emergency
  next_what: call the company and FDA | next_who: rosa | next_on: today
+0d shah says
  doctor_decision: agreed | doctor_decided_on: today
+0d dana says
  permission: spoken | permission_on: today | permission_with: company,doctors | sex: male
+0d rosa says
  company: Calder Bay Biosciences (invented) | request_to: Physician on call
  site: Small bowel mesentery | polyposis: yes | course: progressing | course_on: today
  symptoms: Bowel obstruction with the start of perforation; surgery is not possible.
  ecog: 3 | ecog_on: today | weight: 58.0 | weight_on: today
  history: A 27-year-old man with polyposis and a mesenteric desmoid tumor of 148 mm, in intensive
    care. Liposomal doxorubicin failed; nirogacestat cannot be given by tube (invented).
  why_now: Without a response within days the bowel will perforate.
+0d rosa lists therapy: kind treatment dose start stop response why_stopped toxicity grade
  surgery | Colectomy | | ~4y | ~4y | NE | done | |
  drug | Liposomal doxorubicin | 40 mg/m² every 4 weeks | ~5m | ~1m | PD | growth | |
+0d shah says
  = plan of fabulacestat
+0d rosa freezes
  Emergency: the company needs the essentials tonight, the rest follows.
+0d rosa does record-sending
  sent_version: 1 | sent_to: Physician on call, Calder Bay | sent_how: email
  request_sent_on: today | sent_proof: Read back on the phone
  next_what: answer by phone | waiting_on: Calder Bay Biosciences (invented) | next_who: rosa
  next_on: today
+0d rosa does record-agreement
  request_decided_on: today | request_decided_by: Physician on call, by phone
  request_conditions: Letter of authorization follows; the drug can ship tonight.
  next_what: call FDA | next_who: shah | next_on: today
+0d shah does record-fda-permission
  fda_permitted_on: today | fda_official: Physician on duty, FDA (invented)
  ind_number: FAKE-IND-90417 | fda_conditions: Written request within 15 working days.
  next_what: receive the drug, give the first dose | next_who: lee | next_on: +1d
+0d rosa does skip-stage
  skipped: 2 | skip_reason: Emergency: facts are completed afterwards.
  = receive the drug
+0d rosa does skip-stage
  skipped: 3 | skip_reason: Emergency.
  = receive the drug
+0d rosa does move-on
  gap_reason: Emergency: trials and other routes are looked at afterwards.
  = receive the drug
+0d rosa does move-on
  = receive the drug
+0d priya does move-on
  = receive the drug
+1d dana does record-first-dose
  first_dose_on: today | first_dose_by: Lee Chen and Dana Cole, by feeding tube
  next_what: tell the IRB within five working days of use | next_who: priya | next_on: +3wd
+4d priya does record-irb-request
  irb_asked_on: today
  next_what: send the written request and Form FDA 3926 | next_who: priya | next_on: in 4wd
"""
ON_TREATMENT = f"""
~170d rosa starts
  born: ~315m24 | initials: H.S. | diagnosis: Alveolar soft part sarcoma | drug: talvorkinib
  doctor: Grace Lindqvist, MD | urgency: ordinary
  next_what: ask Dr. Lindqvist and the patient | next_who: rosa | next_on: +2wd
= opening with Dr. Lindqvist
+14d rosa says
  sex: female | diagnosed_on: ~5y | site: Left thigh, lungs | course: progressing
  course_on: ~160d | disease_stage: Lung metastases | polyposis: no
  pathology: Alveolar soft part sarcoma, ASPSCR1-TFE3 fusion
  symptoms: Short of breath on stairs. Studies part time.
  ecog: 1 | ecog_on: ~160d | weight: 57.4 | weight_on: ~160d | height: 170
  = healthy otherwise
  pregnancy_possible: yes | pregnancy_test: negative | pregnancy_test_on: ~160d
  contraception: Copper intrauterine device
  history: A 26-year-old student with alveolar soft part sarcoma and lung metastases, grown under a
    kinase inhibitor and under immunotherapy.
  why_now: New lung lesions in two scans running.
+14d rosa lists therapy: kind treatment dose start stop response why_stopped toxicity grade
  surgery | Resection of the thigh | | ~58m | ~58m | CR | return | |
  drug | Sunitinib | 37.5 mg daily | ~44m | ~29m | PR | growth | |
  drug | Atezolizumab | 1200 mg every 3 weeks | ~28m | ~12m | SD | growth | |
+14d rosa lists measurement: measured_on method sum new_lesion judged
  ~29m | CT | 61 | no | none
  ~12m | CT | 70 | no | SD
  ~160d | CT | 86 | yes | PD
+15d rosa lists alternative: option standing why
  Atezolizumab (approved for this sarcoma) | tried | Sixteen months, then growth.
  Sunitinib or pazopanib | tried | Sunitinib: partial response, then growth.
  Removal of lung metastases | unsuitable | More than twenty, in both lungs.
+16d rosa cites own study of talvorkinib
+17d rosa completes study
  * Quillfeather
    differs: As in the study, after an inhibitor of the same receptors.
+22d lindqvist says
  = plan of talvorkinib
  plan_approved_by: Grace Lindqvist, MD | plan_approved_on: today
+24d rosa does move-on
  gap_reason: Laboratory values and reports follow.
  next_what: ask patient groups | next_who: rosa | next_on: +5wd
+35d rosa does move-on
  next_what: prepare the request | next_who: rosa | next_on: +5wd
+40d rosa says
  company: Quillfeather Pharma (invented) | request_to: Compassionate use office
  = papers
+41d rosa freezes
  Laboratory values and reports follow by e-mail.
+42d rosa does record-sending
  sent_version: 1 | sent_to: Compassionate use office, Quillfeather | sent_how: email
  request_sent_on: today
  = silence of Quillfeather
{AGREED.format(company="Quillfeather Pharma (invented)")}{TO_FIRST_DOSE}
~44d dana lists symptom: noted_on pain function
  today | 2 | Climbs two floors
~43d dana does plan-next
  next_what: CT and visit of week 12 | next_who: dana | next_on: in 8wd
"""
FOLLOW_UP = f"""
~330d rosa starts
  born: ~701m08 | initials: W.T. | drug: talvorkinib | urgency: ordinary
  diagnosis: Epithelioid hemangioendothelioma | doctor: Anil Shah, MD
  next_what: ask Dr. Shah and the patient | next_who: rosa | next_on: +2wd
= opening with Dr. Shah
+14d rosa says
  sex: male | diagnosed_on: ~9y | site: Liver, lungs | course: progressing | course_on: ~325d
  pathology: Epithelioid hemangioendothelioma, WWTR1-CAMTA1 fusion | polyposis: no
  symptoms: Pain under the right ribs, weight loss, sweats at night.
  ecog: 1 | ecog_on: ~325d | weight: 79.0 | weight_on: ~325d | height: 177
  history: A 58-year-old man with epithelioid hemangioendothelioma of liver and lungs, stable for
    years, growing under sirolimus.
  why_now: Pain and effusion, which carry a poor outlook in this disease.
+14d rosa lists therapy: kind treatment dose start stop response why_stopped toxicity grade
  surveillance | Active surveillance | | ~9y | ~4y | SD | growth | |
  drug | Sirolimus | 5 mg daily | ~4y | ~13m | SD | growth | |
+20d shah says
  = plan of talvorkinib
  plan_approved_by: Anil Shah, MD | plan_approved_on: today
+24d rosa does move-on
  gap_reason: The rest is gathered while the company is asked.
  next_what: ask patient groups | next_who: rosa | next_on: +5wd
+30d rosa does move-on
  next_what: prepare the request | next_who: rosa | next_on: +5wd
+36d rosa says
  company: Quillfeather Pharma (invented) | request_to: Compassionate use office
  = papers
+37d rosa freezes
  Alternatives, laboratory values and reports follow by e-mail.
+38d rosa does record-sending
  sent_version: 1 | sent_to: Compassionate use office, Quillfeather | sent_how: email
  request_sent_on: today
  = silence of Quillfeather
{AGREED.format(company="Quillfeather Pharma (invented)")}{TO_FIRST_DOSE}
~36d dana does end-treatment
  last_dose_on: today | ended_reason: Grade 3 blood pressure at the lower dose; disease stable.
  next_what: write the summary for FDA and the company | next_who: priya | next_on: +5wd
~35d rosa does move-on
  next_what: send the summary to FDA, return the unused drug | next_who: priya | next_on: in 3wd
~34d rosa shows kim
"""
ENDED = f"""
~430d rosa starts
  born: ~461m17 | initials: V.A. | diagnosis: Desmoid tumor, abdominal wall | drug: fabulacestat
  doctor: Grace Lindqvist, MD | urgency: ordinary
  next_what: ask Dr. Lindqvist and the patient | next_who: rosa | next_on: +2wd
= opening with Dr. Lindqvist
+14d rosa says
  sex: female | diagnosed_on: ~6y | site: Right abdominal wall | course: progressing
  ecog: 1 | ecog_on: ~420d | weight: 63.1 | weight_on: ~420d | polyposis: no
  history: A 37-year-old woman whose desmoid tumor grew under sorafenib; nirogacestat was refused
    by her liver: ALT nine times the limit.
+14d rosa lists therapy: kind treatment dose start stop response why_stopped toxicity grade
  drug | Sorafenib | 400 mg daily | ~5y | ~3y | SD | growth | |
  drug | Nirogacestat | 150 mg twice daily | ~27m | ~24m | NE | toxicity | Raised ALT | 3
+20d lindqvist says
  = plan of fabulacestat
+24d rosa does move-on
  gap_reason: The company asked for a short request.
  next_what: prepare the request | next_who: rosa | next_on: +5wd
+30d rosa does move-on
  next_what: prepare the request | next_who: rosa | next_on: +5wd
+36d rosa says
  company: Calder Bay Biosciences (invented) | request_to: Medical information
  = papers
+37d rosa freezes
  Short request, as agreed with the company on the phone.
+38d rosa does record-sending
  sent_version: 1 | sent_to: Medical information, Calder Bay | sent_how: portal
  request_sent_on: today
  = silence of Calder Bay
{AGREED.format(company="Calder Bay Biosciences (invented)")}{TO_FIRST_DOSE}
~75d dana does end-treatment
  last_dose_on: today | ended_reason: Progression after eight months of stable disease.
  next_what: write the summary for FDA and the company | next_who: priya | next_on: +5wd
~74d rosa does move-on
  next_what: summary to FDA, IRB closure, drug return | next_who: priya | next_on: +20d
~45d rosa does close
  close_reason: ended | close_note: Summary sent, IRB closed, drug returned and counted.
"""
JOINED = """
~150d tom starts
  born: ~282m20 | initials: F.E. | diagnosis: Desmoid tumor, thigh | drug: zelvivint
  doctor: Anil Shah, MD | urgency: ordinary
  next_what: ask Dr. Shah and the patient | next_who: rosa | next_on: +2wd
= opening with Dr. Shah
+8d tom lists trial: nct title phase status status_on verdict why_not
  NCT04851119 | Tegavivint in children and young adults (COG) | 1/2 | recruiting | today | possible |
    Ages 12 months to 30 years; patient is 23
+20d tom does close
  close_reason: trial | close_note: Joined the trial; Dr. Shah goes on seeing him.
"""
SCRIPTS = (EMERGENCY, ON_TREATMENT, FOLLOW_UP, ENDED, JOINED)
