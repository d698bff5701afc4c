"""K.R.'s eight reports as hospitals and laboratories would send them, names blacked out."""

from casetrack.demo.reports import Report

HOSPITAL = "Harborview General Hospital (invented)"
CLINIC = "Harbor Sarcoma Clinic (demonstration)"


def _mri(
    *, on: str, title: str, before: tuple[str, int], size: int, depth: int, said: str
) -> Report:
    """An MRI report in the shape radiologists use: three pages, sums and a drawing."""
    compared, was = before
    text = f"""
    # Examination
    MRI of the chest wall with and without contrast, 3 tesla, surface coil. Axial T1, axial and
    coronal T2 with fat suppression, diffusion, and dynamic T1 after 6 mL of gadobutrol.
    # Clinical information
    Desmoid tumor of the left anterior chest wall, CTNNB1 S45F, recurrent after surgery. Request:
    extent, change in size, relation to pleura, ribs and nerves.
    # Comparison
    MRI of {{{compared}}}, measured again today by the same reader in the same planes.
    # Technique and limits
    Breathing artifacts are slight. No claustrophobia. The skin marker lies over the point of most
    pain. Diameters are given by RECIST 1.1 in the plane of the longest extent.
    ---
    # Findings
    The mass lies in the left anterior chest wall between the third and the sixth rib. It has an
    irregular outline with tails along the intercostal muscles, typical of a desmoid tumor.
    | Measurement | {{{compared}}} | Today
    | Longest diameter | {was} mm | {size} mm
    | Depth from skin side to pleura | {depth - 3} mm | {depth} mm
    | T2 signal against muscle | 4.1 | {4 + (size - 40) / 20:.1f}
    | Enhancing part | 70% | {60 + size // 3}%
    [tumor {size}]
    ---
    # Findings, continued
    {said}
    Heart and great vessels show nothing unusual. There is no enlarged lymph node and no effusion.
    The costal cartilages are intact. Surgical clips at the fifth rib are unchanged.
    # Impression
    Recurrent desmoid tumor of the left chest wall, longest diameter {size} mm, {size - was:+d} mm
    against {{{compared}}}. No new lesion.
    # Signed
    ▮, MD, radiologist, on the day of the examination. Read a second time by ▮, MD.
    """
    return Report(title=title, what="imaging", made_on=on, from_where=HOSPITAL, text=text)


REPORTS = {
    "pathology": Report(
        title="Surgical pathology, chest wall resection",
        what="pathology",
        made_on="~73m18",
        from_where=f"{HOSPITAL}, Pathology",
        text="""
        # Specimen
        Left anterior chest wall with parts of ribs 4 and 5, oriented by sutures. Received fresh,
        132 by 96 by 41 mm.
        # Clinical history
        Desmoid tumor proven by core biopsy in {~80m}; growth from 62 to 78 mm under surveillance.
        # Gross description
        A firm, white, whorled mass of 78 mm in the soft tissue between the ribs, without a capsule.
        It reaches the deep margin over 9 mm. Both rib ends are free. Eleven blocks were taken.
        | Block | Place | Tumor at the ink
        | A1 to A3 | Deep margin | Yes, over 9 mm
        | A4, A5 | Upper margin | No, 4 mm away
        | A6, A7 | Lower margin | No, 7 mm away
        | A8 to A10 | Center of the mass | Does not apply
        | A11 | Rib ends, decalcified | No
        ---
        # Microscopic description
        Long bundles of bland spindle cells in a collagen-rich ground, growing between muscle
        fibers. Two mitoses in 50 high-power fields, none atypical. No necrosis.
        | Stain | Result
        | Beta-catenin | Positive in the nuclei, 70% of cells
        | Smooth muscle actin | Positive in part
        | Desmin | Negative
        | S100 | Negative
        | CD34 | Negative
        | Ki-67 | Under 3%
        # Diagnosis
        Desmoid-type fibromatosis, 78 mm, resected with a positive deep margin (R1).
        # Comment
        Nuclear beta-catenin and the pattern of growth support the diagnosis. Slides were seen by a
        second sarcoma pathologist, ▮, MD, who agrees. Genetic testing of block A9 was ordered.
        # Signed
        ▮, MD
        """,
    ),
    "genetics": Report(
        title="Genetic report, tumor and blood",
        what="genetics",
        made_on="~79m20",
        from_where="Example Molecular Laboratory (invented)",
        text="""
        # Result
        | Gene | Material | Variant | Fraction | Class
        | CTNNB1 | Tumor | c.134C>T, p.Ser45Phe | 31% | Pathogenic
        | APC | Tumor | None found | – | –
        | APC | Blood | None found | – | –
        # Interpretation
        The tumor carries CTNNB1 p.Ser45Phe in exon 3, a hotspot of desmoid tumors. The change keeps
        beta-catenin from being broken down. No inherited variant of APC was found, so that familial
        adenomatous polyposis is unlikely. CTNNB1 and APC variants usually exclude each other.
        # Meaning for the course
        Published series do not agree on whether S45F raises the risk of recurrence. It should not
        be read as a forecast for one patient.
        ---
        # Method
        Hybrid capture and sequencing of 52 genes, formalin-fixed tissue with 60% tumor cells; blood
        for comparison. Mean depth 812 in tumor and 241 in blood.
        | Gene group | Genes | Result
        | Wnt pathway | CTNNB1, APC, AXIN1, AXIN2 | As above
        | Kinases | KIT, PDGFRA, PDGFRB, BRAF | No variant
        | Cell cycle | TP53, RB1, CDKN2A, MDM2 | No variant
        | Others | 40 genes, list on request | No variant
        # Limits
        Large rearrangements and deep changes in introns are not excluded. A negative result does
        not rule out a change below 5% of cells.
        # Signed
        ▮, PhD, and ▮, MD
        """,
    ),
    "mri-nadir": _mri(
        on="~26m16",
        title="MRI of the chest wall, smallest size",
        before=("~31m07", 52),
        size=40,
        depth=24,
        said="The mass has become smaller and darker on T2. It keeps 6 mm from the pleura. The "
        "third and fourth intercostal nerves run along its edge and can be followed throughout.",
    ),
    "mri-growth": _mri(
        on="~8m21",
        title="MRI of the chest wall, growth",
        before=("~17m12", 44),
        size=53,
        depth=33,
        said="The mass has grown mainly inward and toward the sixth rib. It comes within 2 mm of "
        "the pleura. The fourth intercostal nerve enters it and cannot be followed inside.",
    ),
    "mri-newest": _mri(
        on="~58d",
        title="MRI of the chest wall, newest",
        before=("~8m21", 53),
        size=61,
        depth=38,
        said="The mass has grown further and now lies on the pleura over 14 mm, without "
        "an effusion. It surrounds the third and fourth intercostal nerves. The chest wall moves "
        "less on the left.",
    ),
    "labs": Report(
        title="Laboratory results over time",
        what="labs",
        made_on="~56d",
        from_where=f"{HOSPITAL}, Laboratory",
        text="""
        # Blood count and chemistry
        | Test | {~16m} | {~10m} | {~56d} | Range
        | Hemoglobin, g/dL | 10.4 | 11.6 | 12.1 | 11.7–15.5
        | White cells, 10⁹/L | 6.9 | 6.1 | 5.8 | 3.8–10.8
        | Neutrophils, 10⁹/L | 4.4 | 3.5 | 3.2 | 1.5–7.8
        | Platelets, 10⁹/L | 301 | 262 | 248 | 140–400
        | ALT, U/L | 41 | 27 | 24 | 6–29
        | AST, U/L | 36 | 22 | 21 | 10–30
        | Bilirubin, mg/dL | 0.4 | 0.5 | 0.5 | 0.2–1.2
        | Creatinine, mg/dL | 0.94 | 0.74 | 0.71 | 0.50–0.97
        | Potassium, mmol/L | 3.1 | 4.0 | 4.1 | 3.5–5.3
        | Phosphate, mg/dL | 1.9 | 3.0 | 3.3 | 2.5–4.5
        | Albumin, g/dL | 3.4 | 4.0 | 4.2 | 3.6–5.1
        # Remark
        The values of {~16m} were taken in hospital, with diarrhea under nirogacestat.
        ---
        # Hormones
        | Test | {~18m} | {~12m} | {~56d} | Range
        | FSH, IU/L | 38.2 | 8.1 | 6.8 | 2.5–10.2
        | Estradiol, pg/mL | 14 | 96 | 121 | 19–144
        | AMH, ng/mL | 0.6 | 1.9 | 2.2 | 1.0–7.5
        | hCG, serum | Negative | Negative | Negative | Negative
        # Heart
        | Test | {~27m} | {~56d} | Range
        | LVEF by echocardiogram, % | 58 | 59 | over 53
        | QTcF, ms | 421 | 418 | under 460
        # Signed
        ▮, MD, laboratory physician. Values are printed as the devices gave them.
        """,
    ),
    "note": Report(
        title="Clinic note and tumor board",
        what="note",
        made_on="~57d",
        from_where=CLINIC,
        text="""
        # Reason for the visit
        Review of the new MRI, and what can still be done for a growing desmoid tumor of the left
        chest wall.
        # History
        Surveillance, then resection in {~73m} with a positive margin. Recurrence in {~63m}.
        Sorafenib for fourteen months, cryoablation in {~45m}, methotrexate with vinblastine,
        liposomal doxorubicin to the maximum cumulative dose with a partial response, then
        nirogacestat from {~22m} to {~16m}.
        # Nirogacestat in detail
        | From | Dose | What happened
        | Week 1 | 150 mg twice daily | Diarrhea grade 2 from day 9, loperamide
        | Week 6 | 150 mg twice daily | Grade 3, six days in hospital, potassium 3.0
        | Week 9 | 100 mg twice daily | Grade 2, periods stopped, FSH 38
        | Week 17 | 100 mg twice daily | Grade 3, four days in hospital
        | Week 19 | 50 mg twice daily | Grade 2 to 3 every day
        | Week 25 | Stopped | Diarrhea over within three weeks; periods back after four months
        ---
        # Now
        Burning pain along the fourth and fifth rib, worst 7 of 10 on oxycodone. Cannot raise the
        left arm above the shoulder. Sleeps in a chair two nights a week. Works half time.
        # Examination
        Performance status 1. Weight 61.4 kg, height 168 cm, blood pressure 118/74. A hard, fixed
        mass of the left chest wall, tender, skin intact with an old scar. Left arm raised to 80
        degrees. Heart and lungs without findings; breath sounds a little softer on the left.
        # Imaging
        MRI of {~58d}: 61 mm, against 53 mm in {~8m} and 40 mm at its smallest. On the pleura over
        14 mm, around two intercostal nerves.
        ---
        # Tumor board
        Present: surgery, radiology, radiation oncology, pathology, medical oncology, pain medicine.
        | Option | What the board said
        | Surgery | Four ribs and pleura; risk of death small, loss of function certain; not advised
        | Radiation | 56 Gy would reach breast, heart and lung; not advised at 34 years
        | Cryoablation again | Too close to pleura and nerves
        | Nirogacestat again | Not after two admissions at reduced doses; wish for children
        | Other gamma-secretase inhibitor | Same class, same organs; no open trial
        | Pazopanib or imatinib | Sorafenib failed; response unlikely, not preferred
        | Expanded access to a drug with another mechanism | Supported by all
        ---
        # Plan
        Dr. Shah will ask Northlight Therapeutics for zelvivint under individual-patient expanded
        access. The patient was told that the drug is not approved, that it may not help, that it
        may harm, and that the company may decline. She wants the request to be made.
        # Until then
        Pain medicine in two weeks. Physical therapy for the shoulder. Gynecology for contraception.
        MRI in three months.
        # Signed
        ▮, MD, medical oncology
        """,
    ),
    "permission": Report(
        title="Permission to share records",
        what="consent",
        made_on="~67d",
        from_where=CLINIC,
        text="""
        # What may be shared
        I permit the clinic to share the records named below for my request for an investigational
        drug: history, reports of imaging, pathology and genetics, laboratory values, clinic notes.
        Names, birth date and record number are taken out before anything leaves the clinic.
        # With whom
        | Who | For what | Yes or no
        | The drug's manufacturer | To decide on the request | Yes
        | Patient advocacy groups | Help with travel and navigation | Yes
        | Other hospitals and doctors | Records and second opinions | Yes
        | Anybody else | – | No
        ---
        # My rights
        I can take this permission back at any time in writing; what was shared before cannot be
        called back. My treatment here does not depend on it. Who receives the records may not be
        bound by the same privacy rules. The permission ends when the request is closed.
        # Signed
        ▮, patient. Date as above.
        # Witness
        ▮, RN. The form was read aloud and questions were answered.
        """,
    ),
}
